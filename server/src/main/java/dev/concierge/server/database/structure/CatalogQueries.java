package dev.concierge.server.database.structure;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The questions to PostgreSQL's catalog (chapter "System Catalogs" of its documentation, versions 15 to 18). Each answers id, parent, kind, name and definition.
 * Names only, never an OID or a column's number. In them {@code @role(oid)} is a role's name marked for {@link RoleWords}, {@code @ours(catalog, alias)} leaves out
 * what belongs to PostgreSQL or to an extension, and {@code @grant} is who may do what.
 *
 * <p>Since 17 an owner has the right MAINTAIN by itself, and since 18 NOT NULL is a constraint, too; neither is counted, so that the same structure has the same hash
 * on every major.
 */
final class CatalogQueries {
    private static final Pattern ROLE = Pattern.compile("@role\\(([^)]+)\\)");
    private static final Pattern OURS = Pattern.compile("@ours\\((\\w+), (\\w+)\\)");

    private static final String DATABASE = """
            select 'settings' as id, '' as parent, 'settings' as kind, 'of the database' as name,
                   concat_ws(E'\\n', 'owner ' || @role(d.datdba), 'encoding ' || pg_encoding_to_char(d.encoding)) as definition
            from pg_database d where d.datname = current_database()
            """;

    private static final String DATABASE_GRANTS = """
            select distinct null as id, 'settings' as parent, 'grant' as kind, @grant as name, @option as definition
            from pg_database d cross join lateral aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) g
            where d.datname = current_database()
            """;

    private static final String EXTENSIONS = """
            select null as id, '' as parent, 'extension' as kind, quote_ident(e.extname) as name,
                   format('version %s in schema %I', e.extversion, n.nspname) as definition
            from pg_extension e join pg_namespace n on n.oid = e.extnamespace
            """;

    private static final String EVENT_TRIGGERS = """
            select null as id, '' as parent, 'event trigger' as kind, quote_ident(e.evtname) as name,
                   concat_ws(' ', 'on', e.evtevent, 'calls', e.evtfoid::regprocedure, 'enabled', e.evtenabled, e.evttags::text) as definition
            from pg_event_trigger e
            """;

    private static final String DEFAULT_GRANTS = """
            select distinct null as id, '' as parent, 'default grant' as kind,
                   concat_ws(' ', @grant, 'on', d.defaclobjtype, 'made by', @role(d.defaclrole), 'in ' || quote_ident(n.nspname)) as name, @option as definition
            from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace cross join lateral aclexplode(d.defaclacl) g
            """;

    private static final String SCHEMAS = """
            select 'schema ' || quote_ident(n.nspname) as id, '' as parent, 'schema' as kind, quote_ident(n.nspname) as name,
                   'owner ' || @role(n.nspowner) as definition
            from pg_namespace n where @ours(pg_namespace, n)
            """;

    private static final String SCHEMA_GRANTS = """
            select distinct null as id, 'schema ' || quote_ident(n.nspname) as parent, 'grant' as kind, @grant as name, @option as definition
            from pg_namespace n cross join lateral aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) g
            where @ours(pg_namespace, n)
            """;

    /**
     * The order of columns counts where something hangs by it: in a view, and where a function takes or gives the table's whole row or a column holds one.
     */
    private static final String RELATIONS = """
            with whole as materialized (
                select unnest(f.proargtypes::oid[] || coalesce(f.proallargtypes, '{}') || f.prorettype) as type from pg_proc f
                union select u.atttypid from pg_attribute u where u.attnum > 0 and not u.attisdropped)
            select format('%I.%I', n.nspname, c.relname) as id,
                   coalesce((select format('%I.%I', pn.nspname, p.relname) from pg_inherits i join pg_class p on p.oid = i.inhparent
                             join pg_namespace pn on pn.oid = p.relnamespace where i.inhrelid = c.oid and c.relispartition),
                            'schema ' || quote_ident(n.nspname)) as parent,
                   case when c.relispartition then 'partition' when c.relkind = 'v' then 'view' when c.relkind = 'm' then 'materialized view'
                        when c.relkind = 'f' then 'foreign table' else 'table' end as kind,
                   format('%I.%I', n.nspname, c.relname) as name,
                   concat_ws(E'\\n',
                       pg_get_expr(c.relpartbound, c.oid),
                       'owner ' || @role(c.relowner),
                       case when c.relpersistence = 'u' then 'unlogged' end,
                       'partition by ' || pg_get_partkeydef(c.oid),
                       case when c.relrowsecurity then 'row-level security enabled' end,
                       case when c.relforcerowsecurity then 'row-level security forced' end,
                       case c.relreplident when 'f' then 'replica identity full' when 'n' then 'replica identity nothing' end,
                       'options ' || (select string_agg(o, ', ' order by o collate "C") from unnest(c.reloptions) o),
                       'inherits ' || (select string_agg(i.inhparent::regclass::text, ', ' order by i.inhseqno)
                                       from pg_inherits i where i.inhrelid = c.oid and not c.relispartition),
                       case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end,
                       case when c.relkind = 'm' and not c.relispopulated then 'not populated' end,
                       case when c.relkind in ('v', 'm')
                              or exists (select 1 from pg_type t where t.typrelid = c.oid
                                         and (t.oid in (select type from whole) or t.typarray in (select type from whole)))
                            then 'columns in order ' || (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_attribute a
                                                         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) end) as definition
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p', 'v', 'm', 'f') and @ours(pg_class, c)
            """;

    private static final String COLUMNS = """
            select null as id, format('%I.%I', n.nspname, c.relname) as parent, 'column' as kind, quote_ident(a.attname) as name,
                   concat_ws(' ', format_type(a.atttypid, a.atttypmod),
                       case when a.attcollation <> t.typcollation then 'collate ' || (select format('%I.%I', cn.nspname, co.collname)
                           from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace where co.oid = a.attcollation) end,
                       case when a.attnotnull then 'not null' end,
                       case when exists (select 1 from pg_constraint k where k.conrelid = a.attrelid and k.contype = 'n' and a.attnum = any (k.conkey)
                                         and not k.convalidated) then '(not validated)' end,
                       case a.attidentity when 'a' then 'generated always as identity' when 'd' then 'generated by default as identity' end,
                       case when a.attgenerated <> '' then 'generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ')'
                                || case a.attgenerated when 's' then ' stored' else ' virtual' end
                            else 'default ' || pg_get_expr(d.adbin, d.adrelid) end) as definition
            from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
            join pg_type t on t.oid = a.atttypid left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where c.relkind in ('r', 'p', 'v', 'm', 'f') and a.attnum > 0 and not a.attisdropped and @ours(pg_class, c)
            """;

    /** A definition ends in NOT VALID where the constraint was never checked against the rows. Copies that PostgreSQL makes for partitions of others are left out. */
    private static final String CONSTRAINTS = """
            select null as id, format('%I.%I', n.nspname, c.relname) as parent, 'constraint' as kind, quote_ident(k.conname) as name,
                   pg_get_constraintdef(k.oid) as definition
            from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
            where k.contype in ('c', 'f', 'p', 'u', 'x') and (k.conparentid = 0 or c.relispartition) and @ours(pg_class, c)
            """;

    private static final String INDEXES = """
            select null as id, format('%I.%I', n.nspname, c.relname) as parent, 'index' as kind, quote_ident(x.relname) as name,
                   concat_ws(E'\\n', pg_get_indexdef(i.indexrelid), case when not i.indisvalid then 'not valid' end,
                       case when not i.indisready then 'not ready' end, case when i.indisreplident then 'replica identity' end) as definition
            from pg_index i join pg_class x on x.oid = i.indexrelid join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
            where @ours(pg_class, c)
            """;

    private static final String STATISTICS = """
            select null as id, format('%I.%I', n.nspname, c.relname) as parent, 'statistics' as kind, quote_ident(s.stxname) as name,
                   pg_get_statisticsobjdef(s.oid) as definition
            from pg_statistic_ext s join pg_class c on c.oid = s.stxrelid join pg_namespace n on n.oid = c.relnamespace where @ours(pg_class, c)
            """;

    private static final String TRIGGERS = """
            select null as id, format('%I.%I', n.nspname, c.relname) as parent, 'trigger' as kind, quote_ident(t.tgname) as name,
                   concat_ws(E'\\n', pg_get_triggerdef(t.oid),
                       case t.tgenabled when 'D' then 'disabled' when 'R' then 'on replicas only' when 'A' then 'always' end) as definition
            from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
            where not t.tgisinternal and @ours(pg_class, c)
            """;

    private static final String RULES = """
            select null as id, format('%I.%I', n.nspname, c.relname) as parent, 'rule' as kind, quote_ident(r.rulename) as name,
                   pg_get_ruledef(r.oid) as definition
            from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
            where r.rulename <> '_RETURN' and @ours(pg_class, c)
            """;

    private static final String POLICIES = """
            select format('%I.%I %I', n.nspname, c.relname, p.polname) as id, format('%I.%I', n.nspname, c.relname) as parent, 'policy' as kind,
                   quote_ident(p.polname) as name,
                   concat_ws(E'\\n', case when p.polpermissive then 'permissive' else 'restrictive' end
                           || case p.polcmd when 'r' then ' for select' when 'a' then ' for insert' when 'w' then ' for update' when 'd' then ' for delete'
                              else ' for all' end,
                       'using ' || pg_get_expr(p.polqual, p.polrelid), 'with check ' || pg_get_expr(p.polwithcheck, p.polrelid)) as definition
            from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace where @ours(pg_class, c)
            """;

    private static final String POLICY_ROLES = """
            select null as id, format('%I.%I %I', n.nspname, c.relname, p.polname) as parent, 'role' as kind,
                   case r.role when 0 then 'public' else @role(r.role) end as name, '' as definition
            from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace cross join lateral unnest(p.polroles) r(role)
            where @ours(pg_class, c)
            """;

    private static final String RELATION_GRANTS = """
            select distinct null as id, format('%I.%I', n.nspname, c.relname) as parent, 'grant' as kind, @grant as name, @option as definition
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            cross join lateral aclexplode(coalesce(c.relacl, acldefault((case c.relkind when 'S' then 's' else 'r' end)::"char", c.relowner))) g
            where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and (g.grantee <> c.relowner or g.privilege_type <> 'MAINTAIN') and @ours(pg_class, c)
            """;

    private static final String COLUMN_GRANTS = """
            select distinct null as id, format('%I.%I', n.nspname, c.relname) as parent, 'grant' as kind,
                   @grant || ' (' || quote_ident(a.attname) || ')' as name, @option as definition
            from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace cross join lateral aclexplode(a.attacl) g
            where a.attacl is not null and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm', 'f') and @ours(pg_class, c)
            """;

    /** How a sequence counts, not how far it has come. */
    private static final String SEQUENCES = """
            select format('%I.%I', n.nspname, c.relname) as id, 'schema ' || quote_ident(n.nspname) as parent, 'sequence' as kind,
                   format('%I.%I', n.nspname, c.relname) as name,
                   concat_ws(E'\\n', 'owner ' || @role(c.relowner),
                       format('%s from %s by %s between %s and %s, cache %s', format_type(s.seqtypid, null), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache),
                       case when s.seqcycle then 'cycle' end,
                       'of column ' || (select format('%s.%I', d.refobjid::regclass, a.attname) from pg_depend d
                                        join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
                                        where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refclassid = 'pg_class'::regclass
                                          and d.deptype in ('a', 'i') limit 1)) as definition
            from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace where @ours(pg_class, c)
            """;

    /** A composite type is its columns in their order, an enum its labels in theirs. Row types of tables and array types stand with what they are of. */
    private static final String TYPES = """
            select format('%I.%I', n.nspname, t.typname) as id, 'schema ' || quote_ident(n.nspname) as parent,
                   case t.typtype when 'e' then 'enum type' when 'd' then 'domain' when 'c' then 'composite type' when 'r' then 'range type' else 'type' end as kind,
                   format('%I.%I', n.nspname, t.typname) as name,
                   concat_ws(E'\\n', 'owner ' || @role(t.typowner),
                       'labels ' || (select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid),
                       case when t.typtype = 'd' then concat_ws(' ', 'of', format_type(t.typbasetype, t.typtypmod), case when t.typnotnull then 'not null' end,
                           'default ' || t.typdefault) end,
                       'range of ' || (select format_type(r.rngsubtype, null) from pg_range r where r.rngtypid = t.oid),
                       'columns in order ' || (select string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum)
                                               from pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped)) as definition
            from pg_type t join pg_namespace n on n.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
            where (c.oid is null or c.relkind = 'c') and t.typtype <> 'm' and not exists (select 1 from pg_type o where o.typarray = t.oid) and @ours(pg_type, t)
            """;

    private static final String DOMAIN_CONSTRAINTS = """
            select null as id, format('%I.%I', n.nspname, t.typname) as parent, 'constraint' as kind, quote_ident(k.conname) as name,
                   pg_get_constraintdef(k.oid) as definition
            from pg_constraint k join pg_type t on t.oid = k.contypid join pg_namespace n on n.oid = t.typnamespace
            where k.contype = 'c' and @ours(pg_type, t)
            """;

    private static final String TYPE_GRANTS = """
            select distinct null as id, format('%I.%I', n.nspname, t.typname) as parent, 'grant' as kind, @grant as name, @option as definition
            from pg_type t join pg_namespace n on n.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
            cross join lateral aclexplode(coalesce(t.typacl, acldefault('T', t.typowner))) g
            where (c.oid is null or c.relkind = 'c') and t.typtype <> 'm' and not exists (select 1 from pg_type o where o.typarray = t.oid) and @ours(pg_type, t)
            """;

    private static final String FUNCTION_GRANTS = """
            select distinct null as id, format('%I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)) as parent, 'grant' as kind, @grant as name,
                   @option as definition
            from pg_proc p join pg_namespace n on n.oid = p.pronamespace cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
            where @ours(pg_proc, p)
            """;

    /** The names of roles in a body are mapped apart from the others: see {@link RoleWords#inFunction}. */
    static final String FUNCTIONS = sql("""
            select format('%I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)) as id, 'schema ' || quote_ident(n.nspname) as parent,
                   case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' when 'w' then 'window function' else 'function' end as kind,
                   format('%I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)) as name,
                   concat_ws(E'\\n', 'owner ' || @role(p.proowner),
                       'arguments (' || pg_get_function_arguments(p.oid) || ')',
                       'returns ' || pg_get_function_result(p.oid),
                       concat_ws(' ', 'language', quote_ident(l.lanname),
                           case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
                           case when p.proisstrict then 'strict' end,
                           case when p.prosecdef then 'security definer' end,
                           case when p.proleakproof then 'leakproof' end,
                           case p.proparallel when 's' then 'parallel safe' when 'r' then 'parallel restricted' end,
                           'cost ' || p.procost, case when p.prorows > 0 then 'rows ' || p.prorows end),
                       (select string_agg('set ' || s, E'\\n' order by s collate "C") from unnest(p.proconfig) s),
                       (select format('aggregate %s %s %s', a.aggtransfn, a.aggfinalfn, a.aggcombinefn) from pg_aggregate a where a.aggfnoid = p.oid),
                       p.probin, coalesce(pg_get_function_sqlbody(p.oid), p.prosrc)) as definition
            from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
            where @ours(pg_proc, p)
            """);

    private static final String ROLES = """
            select 'role ' || r.rolname as id, '' as parent, 'role' as kind, @role(r.oid) as name,
                   concat_ws(', ', case when r.rolcanlogin then 'may sign in' end, case when r.rolsuper then 'superuser' end,
                       case when r.rolbypassrls then 'bypasses row-level security' end, case when r.rolcreatedb then 'makes databases' end,
                       case when r.rolcreaterole then 'makes roles' end, case when r.rolreplication then 'replicates' end) as definition
            from pg_roles r where r.rolname = any (?)
            """;

    private static final String MEMBERSHIPS = """
            select distinct null as id, 'role ' || r.rolname as parent, 'member of' as kind, @role(m.roleid) as name, '' as definition
            from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname = any (?)
            """;

    /** What sessions in this database begin with. */
    private static final String SESSION_SETTINGS = """
            select null as id, 'settings' as parent, 'session setting' as kind,
                   concat_ws(' ', 'of', case when s.setrole = 0 then 'everybody' else @role(s.setrole) end,
                       case when s.setdatabase = 0 then 'in every database' end) as name,
                   (select string_agg(c, E'\\n' order by c collate "C") from unnest(s.setconfig) c) as definition
            from pg_db_role_setting s
            where s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
              and (s.setrole = 0 or s.setrole in (select oid from pg_roles where rolname = any (?)))
            """;

    static final List<String> ALL = List.of(
                    DATABASE,
                    DATABASE_GRANTS,
                    EXTENSIONS,
                    EVENT_TRIGGERS,
                    DEFAULT_GRANTS,
                    SCHEMAS,
                    SCHEMA_GRANTS,
                    RELATIONS,
                    COLUMNS,
                    CONSTRAINTS,
                    INDEXES,
                    STATISTICS,
                    TRIGGERS,
                    RULES,
                    POLICIES,
                    POLICY_ROLES,
                    RELATION_GRANTS,
                    COLUMN_GRANTS,
                    SEQUENCES,
                    TYPES,
                    DOMAIN_CONSTRAINTS,
                    TYPE_GRANTS,
                    FUNCTION_GRANTS)
            .stream()
            .map(CatalogQueries::sql)
            .toList();

    /** Each takes the names of the four roles. */
    static final List<String> OF_ROLES = List.of(ROLES, MEMBERSHIPS, SESSION_SETTINGS).stream()
            .map(CatalogQueries::sql)
            .toList();

    private CatalogQueries() {}

    private static String sql(String question) {
        String ours = OURS.matcher(question).replaceAll("""
                (n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and not exists (
                    select 1 from pg_depend e where e.classid = '$1'::regclass and e.objid = $2.oid and e.deptype = 'e'))""");
        String grants = ours.replace(
                        "@grant",
                        "(case g.grantee when 0 then 'public' else @role(g.grantee) end || ' ' || lower(g.privilege_type))")
                .replace("@option", "(case when g.is_grantable then 'with grant option' else '' end)");
        return ROLE.matcher(grants).replaceAll("(chr(1) || pg_get_userbyid($1) || chr(2))");
    }
}
