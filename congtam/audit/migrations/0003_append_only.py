"""The database itself refuses to change the trail, and chains it at the end of each transaction."""

from typing import ClassVar

from django.db import migrations

# What a seal is made over: the seal before it and every field of the act, in one fixed writing.
_WRITING = """
CREATE FUNCTION audit_digest(previous bytea, act audit_act) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(coalesce(previous, ''::bytea) || convert_to(jsonb_build_array(
        act.id, (extract(epoch FROM act.at) * 1000000)::bigint, act.actor_id, act.code, act.subject_kind, act.subject_id, act.unit_id,
        act.before, act.after, act.reason, act.origin)::text, 'UTF8'))
$$;
"""

# Sealing waits for the end of the transaction: the lock that puts acts in one row is held only while the transaction commits, and nothing is
# locked after it, so two people working at once cannot block each other for longer than that.
_SEALING = """
CREATE FUNCTION audit_seal_act() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last audit_seal%ROWTYPE;
BEGIN
    PERFORM pg_advisory_xact_lock(715001);
    SELECT * INTO last FROM audit_seal ORDER BY position DESC LIMIT 1;
    INSERT INTO audit_seal (position, act_id, previous, digest)
        VALUES (coalesce(last.position, 0) + 1, NEW.id, last.digest, audit_digest(last.digest, NEW));
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER audit_sealed AFTER INSERT ON audit_act DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION audit_seal_act();
"""

_REFUSING = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Dấu vết chỉ được ghi thêm, không được % (%).', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_act_append_only BEFORE UPDATE OR DELETE ON audit_act FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE ON audit_seal FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_act_no_truncate BEFORE TRUNCATE ON audit_act FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_seal_no_truncate BEFORE TRUNCATE ON audit_seal FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""

_UNDO = """

DROP TRIGGER audit_act_no_truncate ON audit_act;
DROP TRIGGER audit_seal_no_truncate ON audit_seal;
DROP TRIGGER audit_act_append_only ON audit_act;
DROP TRIGGER audit_seal_append_only ON audit_seal;
DROP TRIGGER audit_sealed ON audit_act;
DROP FUNCTION audit_refuse();
DROP FUNCTION audit_seal_act();
DROP FUNCTION audit_digest(bytea, audit_act);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0002_trail")]
    operations: ClassVar = [
        migrations.RunSQL(_WRITING + _SEALING + _REFUSING, _UNDO),
    ]
