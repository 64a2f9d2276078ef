// Written by npm run generate.
import type { AnyRule } from "#rule";
import expiredSuppression from "./gate/expired-suppression.ts";
import staleBaseline from "./gate/stale-baseline.ts";
import unusedSuppression from "./gate/unused-suppression.ts";
import foreignKeyWithoutIndex from "./indexes/foreign-key-without-index.ts";
import invalidIndex from "./indexes/invalid-index.ts";
import jsonFilterWithoutGin from "./indexes/json-filter-without-gin.ts";
import missingIndexForWorkload from "./indexes/missing-index-for-workload.ts";
import overIndexedTable from "./indexes/over-indexed-table.ts";
import partialIndexCandidate from "./indexes/partial-index-candidate.ts";
import redundantIndex from "./indexes/redundant-index.ts";
import unusedIndex from "./indexes/unused-index.ts";
import disabledTrigger from "./integrity/disabled-trigger.ts";
import missingTimestamps from "./integrity/missing-timestamps.ts";
import nullableButNeverNull from "./integrity/nullable-but-never-null.ts";
import tableWithoutRelations from "./integrity/table-without-relations.ts";
import caseSensitiveUnique from "./keys/case-sensitive-unique.ts";
import crossTenantForeignKey from "./keys/cross-tenant-foreign-key.ts";
import dangerousCascade from "./keys/dangerous-cascade.ts";
import duplicateForeignKey from "./keys/duplicate-foreign-key.ts";
import foreignKeyTypeMismatch from "./keys/foreign-key-type-mismatch.ts";
import foreignKeyWithoutOnDelete from "./keys/foreign-key-without-on-delete.ts";
import inconsistentOnDelete from "./keys/inconsistent-on-delete.ts";
import integerKeyExhaustion from "./keys/integer-key-exhaustion.ts";
import missingPrimaryKey from "./keys/missing-primary-key.ts";
import missingUpsertKey from "./keys/missing-upsert-key.ts";
import naturalPrimaryKey from "./keys/natural-primary-key.ts";
import nullableUnique from "./keys/nullable-unique.ts";
import phantomForeignKey from "./keys/phantom-foreign-key.ts";
import polymorphicAssociation from "./keys/polymorphic-association.ts";
import randomUuidPrimaryKey from "./keys/random-uuid-primary-key.ts";
import setNullOnNotNull from "./keys/set-null-on-not-null.ts";
import softDeleteUnique from "./keys/soft-delete-unique.ts";
import stringKeyedForeignKey from "./keys/string-keyed-foreign-key.ts";
import unvalidatedConstraint from "./keys/unvalidated-constraint.ts";
import floatMoney from "./money/float-money.ts";
import floatQuantity from "./money/float-quantity.ts";
import missingMoneyCheck from "./money/missing-money-check.ts";
import moneyScaleInconsistent from "./money/money-scale-inconsistent.ts";
import moneyType from "./money/money-type.ts";
import moneyWithoutCurrency from "./money/money-without-currency.ts";
import numericWithoutScale from "./money/numeric-without-scale.ts";
import casingOutlier from "./naming/casing-outlier.ts";
import missingComment from "./naming/missing-comment.ts";
import quotedIdentifier from "./naming/quoted-identifier.ts";
import reservedWord from "./naming/reserved-word.ts";
import truncatedIdentifier from "./naming/truncated-identifier.ts";
import contradictingStateColumns from "./redundancy/contradicting-state-columns.ts";
import copiedParentColumn from "./redundancy/copied-parent-column.ts";
import deadColumn from "./redundancy/dead-column.ts";
import deadTable from "./redundancy/dead-table.ts";
import labelBesideForeignKey from "./redundancy/label-beside-foreign-key.ts";
import rawPayloadGrowth from "./redundancy/raw-payload-growth.ts";
import repeatedTextEntity from "./redundancy/repeated-text-entity.ts";
import runningBalanceCandidate from "./redundancy/running-balance-candidate.ts";
import definerWithoutSearchPath from "./security/definer-without-search-path.ts";
import exposedSecretColumn from "./security/exposed-secret-column.ts";
import personalDataInventory from "./security/personal-data-inventory.ts";
import plaintextSecret from "./security/plaintext-secret.ts";
import publicGrants from "./security/public-grants.ts";
import publicSchemaCreate from "./security/public-schema-create.ts";
import rowSecurityGaps from "./security/row-security-gaps.ts";
import defaultPartitionRows from "./storage/default-partition-rows.ts";
import partitionCandidate from "./storage/partition-candidate.ts";
import unloggedTable from "./storage/unlogged-table.ts";
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
import timestampUsedAsDate from "./types/timestamp-used-as-date.ts";
import updatedAtNotMaintained from "./types/updated-at-not-maintained.ts";
import upgradeBlockingType from "./types/upgrade-blocking-type.ts";
import uuidAsText from "./types/uuid-as-text.ts";
import deepOffset from "./workload/deep-offset.ts";
import hotStatement from "./workload/hot-statement.ts";
import nPlusOne from "./workload/n-plus-one.ts";
import selectThenInsert from "./workload/select-then-insert.ts";
import unboundedSelect from "./workload/unbounded-select.ts";

/** The built-in rules, by category and id. */
const rules: readonly AnyRule[] = [
  expiredSuppression,
  staleBaseline,
  unusedSuppression,
  foreignKeyWithoutIndex,
  invalidIndex,
  jsonFilterWithoutGin,
  missingIndexForWorkload,
  overIndexedTable,
  partialIndexCandidate,
  redundantIndex,
  unusedIndex,
  disabledTrigger,
  missingTimestamps,
  nullableButNeverNull,
  tableWithoutRelations,
  caseSensitiveUnique,
  crossTenantForeignKey,
  dangerousCascade,
  duplicateForeignKey,
  foreignKeyTypeMismatch,
  foreignKeyWithoutOnDelete,
  inconsistentOnDelete,
  integerKeyExhaustion,
  missingPrimaryKey,
  missingUpsertKey,
  naturalPrimaryKey,
  nullableUnique,
  phantomForeignKey,
  polymorphicAssociation,
  randomUuidPrimaryKey,
  setNullOnNotNull,
  softDeleteUnique,
  stringKeyedForeignKey,
  unvalidatedConstraint,
  floatMoney,
  floatQuantity,
  missingMoneyCheck,
  moneyScaleInconsistent,
  moneyType,
  moneyWithoutCurrency,
  numericWithoutScale,
  casingOutlier,
  missingComment,
  quotedIdentifier,
  reservedWord,
  truncatedIdentifier,
  contradictingStateColumns,
  copiedParentColumn,
  deadColumn,
  deadTable,
  labelBesideForeignKey,
  rawPayloadGrowth,
  repeatedTextEntity,
  runningBalanceCandidate,
  definerWithoutSearchPath,
  exposedSecretColumn,
  personalDataInventory,
  plaintextSecret,
  publicGrants,
  publicSchemaCreate,
  rowSecurityGaps,
  defaultPartitionRows,
  partitionCandidate,
  unloggedTable,
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
  timestampUsedAsDate,
  updatedAtNotMaintained,
  upgradeBlockingType,
  uuidAsText,
  deepOffset,
  hotStatement,
  nPlusOne,
  selectThenInsert,
  unboundedSelect,
];
export default rules;
