import { z } from 'zod';

/** `array`, `boolean`, `number`, `string`, `enum`...: a field without its `optional` and `default`. */
export function kindOf(field: z.ZodType): string {
  return bare(field).def.type;
}

/** What a field takes, in words, so that an error can say it. */
export function expectationOf(field: z.ZodType): string {
  const type = bare(field);
  if (type instanceof z.ZodArray) return expectationOf(type.element as z.ZodType);
  if (type instanceof z.ZodEnum) return oneOf(type.options.map(String));
  if (type instanceof z.ZodLiteral) return oneOf([...type.values].map(String));
  if (type instanceof z.ZodUnion) return type.options.map((one) => expectationOf(one as z.ZodType)).join(', or ');
  if (type instanceof z.ZodBoolean) return 'true or false';
  if (type instanceof z.ZodNumber) return `a whole number from ${type.minValue} to ${type.maxValue}`;
  if (type instanceof z.ZodString) return textOf(type);
  return `a value of type ${type.def.type}`;
}

function bare(field: z.ZodType): z.ZodType {
  if (field instanceof z.ZodOptional || field instanceof z.ZodDefault || field instanceof z.ZodNullable) {
    return bare(field.unwrap() as z.ZodType);
  }
  return field;
}

function oneOf(values: readonly string[]): string {
  return values.length === 1 ? String(values[0]) : `one of ${values.join(', ')}`;
}

function textOf(type: z.ZodString): string {
  if (type.def.checks?.some((check) => check instanceof z.core.$ZodCheckRegex)) return 'a day as YYYY-MM-DD';
  const { minLength, maxLength } = type;
  if (minLength && maxLength) return `text of ${minLength} to ${maxLength} characters`;
  if (maxLength) return `text of at most ${maxLength} characters`;
  return 'text';
}
