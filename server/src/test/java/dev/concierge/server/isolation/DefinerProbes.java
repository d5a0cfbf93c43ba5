package dev.concierge.server.isolation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call of every definer function that the app or the auth role may make, as Eve would make it. */
final class DefinerProbes {
    private static final String APP = "concierge_app";
    private static final String AUTH = "concierge_auth";

    /**
     * How a definer function is tried.
     *
     * @param role who may call it
     * @param withAlices a call that names what is Alice's and lacks what only she has
     * @param answer what it answers to that, as text; null for no row
     */
    record Probe(String role, String withAlices, @Nullable String answer) {}

    /** Functions of the app and the auth role; those of the system role take no account's word and are refused to both. */
    static final Map<String, Probe> ALL = Map.ofEntries(
            Map.entry("revoker_open(uuid)", new Probe(APP, "select revoker_open(${revocation})::text", null)),
            Map.entry(
                    // has one row point at an administrator, whoever asks
                    "keep_administrator(uuid)", new Probe(APP, "select keep_administrator(${eve})::text", "false")),
            Map.entry(
                    // the same, with what is offered; tells one bit about all administrators
                    "administrator_stays(uuid,text[],boolean)",
                    new Probe(APP, "select administrator_stays(${eve}, '{google}', false)::text", "false")),
            Map.entry(
                    // of the account of the transaction alone
                    "password_form_note()",
                    new Probe(APP, "select 'noted' from (select password_form_note()) noted", "noted")),
            Map.entry(
                    // parameters of imported hashes over all accounts, nobody's
                    "password_forms_of_all()", new Probe(AUTH, "select f from password_forms_of_all() f", null)),
            Map.entry(
                    // who may sign up, for whoever opens the sign-up page
                    "sign_up_policy_read()", new Probe(APP, "select count(*)::text from sign_up_policy_read()", "1")),
            Map.entry(
                    // of the account of the transaction alone, as the next four; rolled back
                    "account_leave()", new Probe(APP, "select account_leave()::text", "true")),
            Map.entry("account_keep()", new Probe(APP, "select account_keep()::text", "false")),
            Map.entry(
                    "account_empty(timestamp with time zone)",
                    new Probe(APP, "select account_empty(now() + interval '1 year')::text", "false")),
            Map.entry(
                    "account_erase(text,timestamp with time zone,timestamp with time zone)",
                    new Probe(APP, "select account_erase('[]', now(), now())::text", "false")),
            Map.entry(
                    "browser_stop_peek(bytea,timestamp with time zone)",
                    new Probe(
                            AUTH,
                            "select account_id::text from browser_stop_peek(substr(${keep_hash}, 1, 31), now())",
                            null)),
            Map.entry(
                    "departure_peek(bytea,timestamp with time zone)",
                    new Probe(
                            AUTH,
                            "select account_id::text from departure_peek(substr(${keep_hash}, 1, 31), now())",
                            null)),
            Map.entry(
                    "departure_receipt(bytea,timestamp with time zone)",
                    new Probe(
                            AUTH,
                            "select asked_at::text from departure_receipt(substr(${keep_hash}, 1, 31), now())",
                            null)),
            Map.entry(
                    "push_channel(uuid,bytea,timestamp with time zone)",
                    new Probe(
                            AUTH,
                            "select account_id::text from push_channel(gen_random_uuid(), substr(${keep_hash}, 1, 31), now())",
                            null)),
            Map.entry(
                    // one word of a channel, for whoever knows its id; never whose it is
                    "push_channel_state(uuid,timestamp with time zone)",
                    new Probe(AUTH, "select state from push_channel_state(gen_random_uuid(), now())", null)),
            Map.entry(
                    // takes a hash of nobody's, once; rolled back
                    "push_once(text,bytea,timestamp with time zone)",
                    new Probe(AUTH, "select push_once('probe', sha256('probe'), now())::text", "true")),
            Map.entry(
                    // finds connections by the account at the provider, which the provider has proved it tells of
                    "push_integrations(text,text)",
                    new Probe(AUTH, "select account_id::text from push_integrations('google', '')", null)),
            Map.entry(
                    // how the installation looks, for whoever opens the sign-in page; no account's rows
                    "look_read()", new Probe(APP, "select count(*)::text from look_read()", "1")),
            Map.entry(
                    // tells administrators, and tells whoever asks nothing: it says yes whether or not there is such a
                    // one
                    "raise_alert(uuid,text,uuid,text,text,text,bigint,timestamp with time zone,boolean)",
                    new Probe(
                            APP,
                            "select raise_alert(gen_random_uuid(), 'many_failures', ${session}, 'x', 'x', '', 1, now(), true)::text",
                            "true")),
            Map.entry(
                    // the account is that of the transaction, whatever is looked for
                    "search_records(tsquery,text,uuid,timestamp with time zone,uuid,integer)",
                    new Probe(
                            APP,
                            "select r::text from search_records('a:* | b:* | s:*', null, ${integration}, null, null, 100) r",
                            null)),
            Map.entry("current_era()", new Probe(APP, "select current_era()::text", "1")),
            Map.entry(
                    // names any job in any lane; that it changes nothing of another's is JobMatrixTest's
                    "schedule_job(text,text,text,bytea,timestamp with time zone)",
                    new Probe(APP, "select schedule_job('sync', 'no.such-job', 'x', null, now())::text", "")),
            Map.entry(
                    // the installation's clients, sealed; no account's rows
                    "registrations_sealed()", new Probe(APP, "select registrations_sealed()::text", null)),
            Map.entry(
                    // a number over all accounts, on purpose: a revocation must not end another's consent. Who asks
                    // must know the subject at the provider.
                    "live_siblings(uuid,text,text,text)",
                    new Probe(APP, "select live_siblings(${grant}, 'google', 'nobody', null)::text", "0")),
            Map.entry(
                    "live_siblings_among(text[],text,text)",
                    new Probe(APP, "select live_siblings_among('{google}', 'nobody', null)::text", "0")),
            Map.entry(
                    // as the other, with one grant left aside
                    "live_siblings_besides(text[],text,text,uuid)",
                    new Probe(APP, "select live_siblings_besides('{google}', 'nobody', null, ${grant})::text", "0")),
            Map.entry(
                    // of the account of the transaction and of the installation; never of another account
                    "grant_stop(text,text,bigint)",
                    new Probe(APP, "select grant_stop('google', 'google', 0)::text", "null")),
            Map.entry(
                    // how many stops there have been, no account's
                    "latest_stop()", new Probe(APP, "select latest_stop()::text", "0")),
            Map.entry(
                    "sign_in_find(text,bytea,timestamp with time zone)",
                    new Probe(AUTH, "select account_id::text from sign_in_find('%' || ${email}, '', now())", null)),
            Map.entry(
                    "session_find(bytea)",
                    new Probe(AUTH, "select account_id::text from session_find(substr(${session_hash}, 1, 31))", null)),
            Map.entry(
                    "session_open(bytea)",
                    new Probe(AUTH, "select account_id::text from session_open(substr(${session_hash}, 1, 31))", null)),
            Map.entry(
                    "session_alive(uuid,uuid,timestamp with time zone,timestamp with time zone)",
                    new Probe(
                            AUTH,
                            "select session_alive(${session}, ${eve}, now(), now() - interval '1 hour')::text",
                            "false")),
            Map.entry(
                    "api_key_find(bytea)",
                    new Probe(AUTH, "select account_id::text from api_key_find(substr(${key_hash}, 1, 31))", null)),
            Map.entry(
                    // a number that says how often the ways in changed; asked with what was just proved
                    "account_epoch(uuid)", new Probe(AUTH, "select account_epoch(gen_random_uuid())::text", "null")),
            Map.entry(
                    // by the id in a token that we signed
                    "token_family_find(uuid)",
                    new Probe(AUTH, "select account_id::text from token_family_find(gen_random_uuid())", null)),
            Map.entry(
                    // the installation's keys, sealed; no account's rows
                    "signing_keys_sealed()",
                    new Probe(
                            AUTH,
                            "select count(*)::text from signing_keys_sealed() where encode(private_key, 'escape') like '%kty%'",
                            "0")),
            Map.entry(
                    "identity_find(text,text)",
                    new Probe(
                            AUTH,
                            "select account_id::text from identity_find('https://other.example', ${subject})",
                            null)),
            Map.entry(
                    "email_link_peek(bytea,text,timestamp with time zone)",
                    new Probe(
                            AUTH,
                            "select account_id::text from email_link_peek(substr(${link_hash}, 1, 31), 'verify', now())",
                            null)),
            Map.entry(
                    "passkey_find(bytea)",
                    new Probe(AUTH, "select account_id::text from passkey_find(substr(${credential}, 1, 31))", null)),
            Map.entry(
                    "passkey_challenge_put(bytea,text,bytea,uuid,timestamp with time zone,timestamp with time zone)",
                    new Probe(
                            AUTH,
                            "select passkey_challenge_put(sha256('x'), 'no such purpose', ${eves_browser}, null, now(), now())::text",
                            "23514")),
            Map.entry(
                    "passkey_challenge_take(bytea,text,bytea,uuid,timestamp with time zone)",
                    new Probe(
                            AUTH,
                            "select passkey_challenge_take(sha256('y'), 'sign_in', ${alices_browser}, null, now())::text",
                            "false")),
            Map.entry(
                    "invitation_peek(bytea,timestamp with time zone)",
                    new Probe(
                            AUTH, "select email from invitation_peek(substr(${invitation_hash}, 1, 31), now())", null)),
            Map.entry(
                    "invitation_take(bytea,timestamp with time zone)",
                    new Probe(AUTH, "select invitation_take(substr(${invitation_hash}, 1, 31), now())::text", "false")),
            Map.entry(
                    "invitation_claim(bytea,text,text,timestamp with time zone)",
                    new Probe(
                            AUTH,
                            "select invitation_claim(substr(${invitation_hash}, 1, 31), '%', 'admin', now())::text",
                            "false")),
            Map.entry(
                    "invitation_of(text,timestamp with time zone)",
                    new Probe(AUTH, "select role from invitation_of('%', now())", null)),
            Map.entry("address_taken(text)", new Probe(AUTH, "select address_taken('%')::text", "false")),
            Map.entry(
                    "connect_ticket_peek(bytea,timestamp with time zone)",
                    new Probe(
                            AUTH,
                            "select account_id::text from connect_ticket_peek(substr(${ticket_hash}, 1, 31), now())",
                            null)),
            Map.entry(
                    "authorization_request_take(bytea,bytea,text,timestamp with time zone)",
                    new Probe(
                            AUTH,
                            "select id::text from authorization_request_take(${state_hash}, ${eves_browser}, 'google', now())",
                            null)),
            Map.entry(
                    "authorization_request_open(bytea,timestamp with time zone)",
                    new Probe(
                            AUTH,
                            "select authorization_request_open(substr(${alices_browser}, 1, 31), now())::text",
                            "0")),
            Map.entry(
                    "authorization_request_put(bytea,uuid,text,uuid,uuid,uuid,bytea,text,text,text,bytea,bytea,text,text[],"
                            + "timestamp with time zone,timestamp with time zone)",
                    new Probe(
                            AUTH,
                            "select authorization_request_put(${state_hash}, gen_random_uuid(), 'connect', ${eve}, null, null, ${eves_browser},"
                                    + " 'google', '', '', '', '', '', '{}', now(), now())::text",
                            "23505")),
            Map.entry(
                    "callback_form_put(bytea,bytea,uuid,text,bytea,timestamp with time zone,timestamp with time zone)",
                    new Probe(
                            AUTH,
                            "select callback_form_put(${state_hash}, 'x', gen_random_uuid(), 'notion', '', now(), now())::text",
                            "false")),
            Map.entry(
                    "callback_form_take(bytea,text,timestamp with time zone)",
                    new Probe(AUTH, "select id::text from callback_form_take(${state_hash}, 'google', now())", null)));

    private final TwoAccounts two;

    DefinerProbes(TwoAccounts two) {
        this.two = two;
    }

    /** The probe's call with literals in the place of names. */
    String filled(Probe probe) {
        String sql = probe.withAlices();
        for (String name : List.of(
                "revocation",
                "grant",
                "integration",
                "email",
                "session_hash",
                "keep_hash",
                "link_hash",
                "credential",
                "invitation_hash",
                "session",
                "eves_browser",
                "eve",
                "key_hash",
                "subject",
                "ticket_hash",
                "state_hash",
                "alices_browser")) {
            String mark = "${" + name + "}";
            sql = sql.contains(mark) ? sql.replace(mark, value(name)) : sql;
        }
        return sql;
    }

    /** A literal. */
    String value(String name) {
        String alice = " where account_id = '" + two.alice().account + "' limit 1";
        String eve = " where account_id = '" + two.eve().account + "' limit 1";
        String sql = switch (name) {
            case "revocation" -> "select quote_literal(id) || '::uuid' from pending_revocations" + alice;
            case "grant" -> "select quote_literal(id) || '::uuid' from grants" + alice;
            case "integration" -> "select quote_literal(integration_id) || '::uuid' from records" + alice;
            case "email" -> "select quote_literal(email) from accounts" + alice;
            case "session" -> "select quote_literal(session_id) || '::uuid' from sessions" + alice;
            case "session_hash" -> "select quote_literal(token_hash) || '::bytea' from sessions" + alice;
            case "keep_hash" -> "select quote_literal(keep_hash) || '::bytea' from account_departures" + alice;
            case "link_hash" -> "select quote_literal(token_hash) || '::bytea' from email_links" + alice;
            case "credential" -> "select quote_literal(credential_id) || '::bytea' from passkeys" + alice;
            case "invitation_hash" -> "select quote_literal(token_hash) || '::bytea' from invitations" + alice;
            case "key_hash" -> "select quote_literal(hash) || '::bytea' from api_keys" + alice;
            case "subject" -> "select quote_literal(subject) from identities" + alice;
            case "ticket_hash" -> "select quote_literal(ticket_hash) || '::bytea' from connect_tickets" + alice;
            case "state_hash" -> "select quote_literal(state_hash) || '::bytea' from authorization_requests" + alice;
            case "alices_browser" ->
                "select quote_literal(browser_hash) || '::bytea' from authorization_requests" + alice;
            case "eves_browser" -> "select quote_literal(browser_hash) || '::bytea' from authorization_requests" + eve;
            case "eve" -> "select quote_literal(account_id) || '::uuid' from accounts" + eve;
            default -> throw new IllegalArgumentException(name);
        };
        return two.world().database().owner().sql(sql).query(String.class).single();
    }
}
