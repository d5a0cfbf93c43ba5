package dev.concierge.server.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The start-up check that isolation holds in SQL: every table is isolated by account, with row-level security enabled and forced and a policy of
 * the app role on its account column, or stands in {@link #SHARED} with the reason.
 */
public final class Isolation {
    /** Tables without an account's rows, or without any right of the app role, and why that is safe. */
    static final Map<String, String> SHARED = new TreeMap<>(Map.ofEntries(
            Map.entry("flyway_schema_history", "names of migrations; written by the owner alone"),
            Map.entry("data_keysets", "one wrapped key ring for all rows; ciphertext under ENCRYPTION_KEY"),
            Map.entry("data_keys", "ids and ages of the data keys, no key; the app role has no right on it"),
            Map.entry("key_nodes", "which keyset version each node holds; the app role has no right on it"),
            Map.entry(
                    "key_rotations",
                    "progress of re-encryption over all accounts, ids and counts; the app role has no right on it"),
            Map.entry(
                    "emergency_stops",
                    "the installation's orders to stop; the app role has no right on it, a function tells it of its own account's grants"),
            Map.entry("era", "one number that every restore raises"),
            Map.entry(
                    "kept_administrator",
                    "one id of an administrator who cannot be taken away; the app role has no right on it"),
            Map.entry("audit_seals", "hashes only; the app role has no right on it"),
            Map.entry(
                    "security_alerts",
                    "alerts for administrators; the app role has no right on it, a function writes one"),
            Map.entry("alert_mails", "when administrators were last told of a kind; the app role has no right on it"),
            Map.entry("audit_checks", "results of verifications; the app role has no right on it"),
            Map.entry(
                    "instance_look",
                    "name, logo and colours of the installation; no role has a right on it, functions do"),
            Map.entry("jobs_mail", "job names and row ids; owner and state are checked again at run time"),
            Map.entry(
                    "mail_requests",
                    "addresses as strangers typed them, until a job has looked; the app role has no right on it"),
            Map.entry(
                    "passkey_challenges",
                    "hashes of challenges that are open for minutes, of no account yet; no role has a right on it, functions take one by its hash"),
            Map.entry("jobs_file", "job names and row ids; owner and state are checked again at run time"),
            Map.entry("job_runs", "how often each kind of job ran, in numbers; the app role has no right on it"),
            Map.entry("jobs_sync", "job names and row ids; owner and state are checked again at run time"),
            Map.entry("jobs_refresh", "job names and row ids; owner and state are checked again at run time"),
            Map.entry("jobs_maintenance", "job names and row ids; owner and state are checked again at run time"),
            Map.entry("callback_forms", "sealed parameters of one trip for a minute; the app role has no right on it"),
            Map.entry(
                    "push_seen",
                    "hashes of pushes that were taken, of no account; the app role has no right on it, a function takes one"),
            Map.entry("rate_buckets", "counters by hashed key; the app role has no right on it"),
            Map.entry("quota_counters", "counters by hashed key; the app role has no right on it"),
            Map.entry("call_budgets", "units by provider and day; the app role has no right on it"),
            Map.entry("registrations", "clients of the installation; the app role has no right on it"),
            Map.entry(
                    "departure_receipts",
                    "what was done when accounts were deleted, in numbers, of no account any more; the app role has no right on it"),
            Map.entry(
                    "sign_up_policy",
                    "who may make an account at this installation; no role has a right on it, functions do"),
            Map.entry(
                    "password_forms",
                    "forms of imported password hashes, no hash; no role has a right on it, functions do"),
            Map.entry(
                    "unknown_tries",
                    "one number of tries at addresses without an account; the app role has no right on it"),
            Map.entry("signing_keys", "keys of the installation, sealed; the app role has no right on it")));

    private record Table(String name, boolean enabled, boolean forced, boolean appPolicy, boolean appRights) {}

    private Isolation() {}

    /** @return one sentence for each table that breaks the rule; empty when isolation holds */
    public static List<String> faults(JdbcClient jdbc, String appRole) {
        List<String> faults = new ArrayList<>();
        for (Table table : tables(jdbc, appRole)) {
            if (SHARED.containsKey(table.name())) {
                continue;
            }
            if (!table.enabled() || !table.forced()) {
                faults.add("Table " + table.name() + " has no enabled and forced row-level security.");
            } else if (!table.appPolicy() && table.appRights()) {
                faults.add(
                        "Table " + table.name() + " has no policy that binds " + appRole + " to concierge.account_id.");
            }
        }
        faults.addAll(widePolicies(jdbc, appRole));
        faults.addAll(ownersViews(jdbc, appRole));
        faults.addAll(unsafeRoles(jdbc));
        return faults;
    }

    /**
     * Permissive policies add up, so one that does not name the account undoes the one beside it. The trail's rows are written with or without an
     * account, and a MAC tells forged ones: there a policy for INSERT may take any row.
     */
    private static List<String> widePolicies(JdbcClient jdbc, String appRole) {
        return jdbc.sql("""
                        select tablename, policyname from pg_policies
                        where schemaname = 'public' and permissive = 'PERMISSIVE' and (:app = any (roles) or 'public' = any (roles))
                          and (coalesce(qual, '%concierge.account_id%') not like '%concierge.account_id%'
                               or coalesce(with_check, '%concierge.account_id%') not like '%concierge.account_id%')
                          and not (cmd = 'INSERT' and tablename in ('audit_events', 'audit_subjects'))
                        order by tablename, policyname
                        """)
                .param("app", appRole)
                .query((row, _) -> "The policy " + row.getString("policyname") + " on table "
                        + row.getString("tablename") + " lets " + appRole + " past concierge.account_id.")
                .list();
    }

    /** A view runs with its owner's rights, who sees every row, unless it says otherwise; a materialized one keeps such rows. */
    private static List<String> ownersViews(JdbcClient jdbc, String appRole) {
        return jdbc.sql("""
                        select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where n.nspname = 'public' and c.relkind in ('v', 'm', 'f')
                          and not (c.relkind = 'v' and coalesce('security_invoker=true' = any (c.reloptions), false))
                          and (has_table_privilege(:app, c.oid, 'select, insert, update, delete')
                               or has_any_column_privilege(:app, c.oid, 'select, insert, update'))
                        order by c.relname
                        """).param("app", appRole).query(String.class).list().stream()
                .map(view ->
                        "The view " + view + " shows " + appRole + " rows of every account; make it security_invoker.")
                .toList();
    }

    /** Names of the tables that hold no account's rows. */
    public static Set<String> shared() {
        return Set.copyOf(SHARED.keySet());
    }

    private static List<Table> tables(JdbcClient jdbc, String appRole) {
        return jdbc.sql("""
                        select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
                               exists (select 1 from pg_policies p
                                       where p.schemaname = n.nspname and p.tablename = c.relname and :app = any (p.roles)
                                         and coalesce(p.qual, p.with_check) like '%concierge.account_id%') as app_policy,
                               has_table_privilege(:app, c.oid, 'select, update, delete')
                                 or has_any_column_privilege(:app, c.oid, 'select, update') as app_rights
                        from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where n.nspname = 'public' and c.relkind in ('r', 'p')
                        order by c.relname
                        """)
                .param("app", appRole)
                .query((row, _) -> new Table(
                        row.getString("name"),
                        row.getBoolean("enabled"),
                        row.getBoolean("forced"),
                        row.getBoolean("app_policy"),
                        row.getBoolean("app_rights")))
                .list();
    }

    private static List<String> unsafeRoles(JdbcClient jdbc) {
        return jdbc
                .sql("select rolname from pg_roles where rolname = current_user and (rolsuper or rolbypassrls)")
                .query(String.class)
                .list()
                .stream()
                .map(role ->
                        "The role " + role + " bypasses row-level security; make the roles with concierge db init.")
                .toList();
    }
}
