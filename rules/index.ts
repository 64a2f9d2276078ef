// Written by npm run generate.
import type { AnyRule } from "#rule";
import foreignKeyWithoutIndex from "./indexes/foreign-key-without-index.ts";
import redundantIndex from "./indexes/redundant-index.ts";
import foreignKeyWithoutOnDelete from "./keys/foreign-key-without-on-delete.ts";
import missingPrimaryKey from "./keys/missing-primary-key.ts";
import stringKeyedForeignKey from "./keys/string-keyed-foreign-key.ts";
import floatMoney from "./money/float-money.ts";
import moneyType from "./money/money-type.ts";
import plaintextSecret from "./security/plaintext-secret.ts";
import booleanAsText from "./types/boolean-as-text.ts";
import enumCandidate from "./types/enum-candidate.ts";
import inconsistentColumnType from "./types/inconsistent-column-type.ts";
import inconsistentDateTypes from "./types/inconsistent-date-types.ts";
import jsonAsText from "./types/json-as-text.ts";
import mixedTimestampKinds from "./types/mixed-timestamp-kinds.ts";
import naiveTimestamp from "./types/naive-timestamp.ts";
import numberAsText from "./types/number-as-text.ts";
import paddedChar from "./types/padded-char.ts";
import preferJsonb from "./types/prefer-jsonb.ts";
import serialColumn from "./types/serial-column.ts";
import timeAsText from "./types/time-as-text.ts";
import timestampConvention from "./types/timestamp-convention.ts";
import updatedAtNotMaintained from "./types/updated-at-not-maintained.ts";
import upgradeBlockingType from "./types/upgrade-blocking-type.ts";
import uuidAsText from "./types/uuid-as-text.ts";

/** The built-in rules, by category and id. */
const rules: readonly AnyRule[] = [
  foreignKeyWithoutIndex,
  redundantIndex,
  foreignKeyWithoutOnDelete,
  missingPrimaryKey,
  stringKeyedForeignKey,
  floatMoney,
  moneyType,
  plaintextSecret,
  booleanAsText,
  enumCandidate,
  inconsistentColumnType,
  inconsistentDateTypes,
  jsonAsText,
  mixedTimestampKinds,
  naiveTimestamp,
  numberAsText,
  paddedChar,
  preferJsonb,
  serialColumn,
  timeAsText,
  timestampConvention,
  updatedAtNotMaintained,
  upgradeBlockingType,
  uuidAsText,
];
export default rules;
