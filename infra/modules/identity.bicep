// The one identity of the sweep. It reads the fleet and never writes to it; what executes migrations gets its own.
param name string
param location string
param tags object

resource reader 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
  tags: tags
}

output id string = reader.id
output clientId string = reader.properties.clientId
output principalId string = reader.properties.principalId
