/**
 * Statements that take a database back to an empty schema public: everything with an OID that users can get (16384 and
 * above) goes, and so do roles, default privileges and settings kept for roles.
 */
export const RESET: readonly string[] = [
  "ROLLBACK",
  "DISCARD ALL",
  `DO $reset$
DECLARE
  item record;
BEGIN
  PERFORM pg_catalog.set_config('client_min_messages', 'error', true);
  FOR item IN
    SELECT 'EVENT TRIGGER' AS kind, evtname AS name FROM pg_catalog.pg_event_trigger
    UNION ALL SELECT 'PUBLICATION', pubname FROM pg_catalog.pg_publication
  LOOP
    EXECUTE pg_catalog.format('DROP %s %I', item.kind, item.name);
  END LOOP;
  FOR item IN SELECT subname AS name FROM pg_catalog.pg_subscription LOOP
    EXECUTE pg_catalog.format('ALTER SUBSCRIPTION %I DISABLE', item.name);
    EXECUTE pg_catalog.format('ALTER SUBSCRIPTION %I SET (slot_name = NONE)', item.name);
    EXECUTE pg_catalog.format('DROP SUBSCRIPTION %I', item.name);
  END LOOP;
  FOR item IN SELECT nspname AS name FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
    EXECUTE pg_catalog.format('DROP SCHEMA %I CASCADE', item.name);
  END LOOP;
  FOR item IN
    SELECT 'EXTENSION' AS kind, extname AS name FROM pg_catalog.pg_extension WHERE extname <> 'plpgsql'
    UNION ALL SELECT 'FOREIGN DATA WRAPPER', fdwname FROM pg_catalog.pg_foreign_data_wrapper
    UNION ALL SELECT 'LANGUAGE', lanname FROM pg_catalog.pg_language WHERE oid >= 16384
    UNION ALL SELECT 'ACCESS METHOD', amname FROM pg_catalog.pg_am WHERE oid >= 16384
  LOOP
    EXECUTE pg_catalog.format('DROP %s IF EXISTS %I CASCADE', item.kind, item.name);
  END LOOP;
  FOR item IN SELECT castsource::regtype AS source, casttarget::regtype AS target FROM pg_catalog.pg_cast WHERE oid >= 16384 LOOP
    EXECUTE pg_catalog.format('DROP CAST IF EXISTS (%s AS %s) CASCADE', item.source, item.target);
  END LOOP;
  FOR item IN SELECT p.oid::regprocedure AS name FROM pg_catalog.pg_proc AS p WHERE p.oid >= 16384 LOOP
    EXECUTE pg_catalog.format('DROP ROUTINE IF EXISTS %s CASCADE', item.name);
  END LOOP;
  PERFORM pg_catalog.lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata;
  FOR item IN SELECT rolname AS name FROM pg_catalog.pg_roles WHERE rolname !~ '^pg_' AND rolname <> current_user LOOP
    EXECUTE pg_catalog.format('DROP OWNED BY %I CASCADE', item.name);
    EXECUTE pg_catalog.format('DROP ROLE %I', item.name);
  END LOOP;
  DELETE FROM pg_catalog.pg_default_acl;
  DELETE FROM pg_catalog.pg_db_role_setting;
END
$reset$`,
  "CREATE SCHEMA public AUTHORIZATION pg_database_owner",
  "COMMENT ON SCHEMA public IS 'standard public schema'",
  "GRANT USAGE ON SCHEMA public TO PUBLIC",
];
