-- Who may make an account, where administrators decide it here. One row; without a policy in it that of the environment holds. No role has a right on the table, functions read
-- and write it. Undo: drop the functions and the table; SIGN_UP holds again. Lost: the policy that was set here. The release before goes by SIGN_UP alone.
create table sign_up_policy (
    only_row boolean primary key default true check (only_row),
    version  bigint not null default 0,
    policy   text check (policy in ('open', 'invite', 'closed')),
    domains  text[] not null default '{}' check (cardinality(domains) <= 50)
);
insert into sign_up_policy default values;

create function sign_up_policy_read() returns setof sign_up_policy
    language sql stable security definer set search_path = pg_catalog, public, pg_temp
    as $$ select * from public.sign_up_policy $$;
revoke all on function sign_up_policy_read() from public;
grant execute on function sign_up_policy_read() to ${app}, ${auth}, ${system};

-- If it is still the version that was seen. Returns whether it was.
create function sign_up_policy_write(p_version bigint, p_policy text, p_domains text[]) returns boolean
    language sql security definer set search_path = pg_catalog, public, pg_temp
    as $$ with written as (
              update public.sign_up_policy set version = version + 1, policy = p_policy, domains = p_domains where version = p_version returning 1)
          select exists (select 1 from written) $$;
revoke all on function sign_up_policy_write(bigint, text, text[]) from public;
grant execute on function sign_up_policy_write(bigint, text, text[]) to ${system};
