-- Accounts, passwords, sessions, API keys. Undo: drop the tables; every account would be lost.
create table accounts (
    account_id   uuid primary key,
    email        text not null,
    display_name text not null,
    role         text not null default 'guest' check (role in ('guest', 'user', 'manager', 'admin')),
    status       text not null default 'active' check (status in ('active', 'disabled')),
    local_id     varchar(50),
    epoch        int not null default 0,
    created_at   timestamptz not null
);
create unique index accounts_email on accounts (email);
call isolate('accounts');
create policy system_all on accounts to ${system} using (true) with check (true);
grant select, insert on accounts to ${app};
grant update (display_name) on accounts to ${app};
grant select, insert on accounts to ${system};
grant update (role, status, local_id, epoch) on accounts to ${system};
