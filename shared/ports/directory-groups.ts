/** Which of some groups a person is in, directly or through other groups. */
export interface DirectoryGroups {
  /** @param personId directory id (GUID). @param groupIds directory ids (GUIDs) */
  memberOf(personId: string, groupIds: readonly string[]): Promise<GroupsAnswer>;
}

export type GroupsAnswer =
  | { readonly kind: 'seen'; readonly groupIds: readonly string[] }
  /** It could not be asked: then nobody is taken for a member. */
  | { readonly kind: 'unknown'; readonly why: string };
