package dev.concierge.server.isolation;

import dev.concierge.server.support.Browser;
import dev.concierge.server.support.Visitor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/** What the matrix knows of the endpoints: which concern nobody, which answer for the caller's own account, and which take an id. */
final class Endpoints {
    static final String INTEGRATIONS = "/api/v1/oauth/integrations";
    static final String INTEGRATION_PAGE = "/integrations/{id:[0-9a-f-]{36}}";

    /** The page of a ticket tells whoever has it that it is another person's; it is tried by itself. */
    static final String TICKET_PAGE = "GET /connect/{ticket:[A-Za-z0-9_-]{43}}";

    /** Requests of an owner that change nothing of what the matrix sets up, and where they are shown to do what they are for. */
    static final Map<String, String> CHANGE_NOTHING_HERE = Map.of(
            "POST /receipts/{id}/shared",
            "ends what a receipt says was kept for; ReceiptsTest",
            "POST " + INTEGRATIONS + "/{id}/streams/{stream}/pause",
            "one that rests already goes on resting; SyncSchedulesTest",
            "POST " + INTEGRATIONS + "/{id}/streams/{stream}/resume",
            "one that does not rest goes on; SyncSchedulesTest");

    private static final String ADMINISTRATORS = "the installation's, for administrators alone; KeptRegistrationTest";
    private static final String KEYS = "the installation's, for administrators alone; AdminKeysPageTest";

    private static final String JOBS = "names, ids and states of jobs, for administrators alone; JobsPageTest";

    private static final String HALFWAY = "for whoever is halfway in, about their own account; SecondStepTest";
    private static final String SERVICES =
            "service accounts, which are nobody's, for administrators alone; ServiceAccountTest";
    private static final String PERSON = "/admin/people/{id:[0-9a-f-]{36}}";
    private static final String PEOPLE = "everybody's, for managers and administrators alone; RolesMatrixTest";
    private static final String SIGN_UP = "the installation's, for administrators alone; SignUpPolicyTest";
    private static final String LOOK = "the installation's, for administrators alone; LookTest";
    private static final String STOPS = "the installation's, for administrators alone; EmergencyPageTest";
    private static final String STOPS_API = "/api/v1/emergency-stops";
    private static final String STOP = "/admin/emergency/{id:[0-9a-f-]{36}}";

    private static final String TOKEN = "/{token:[A-Za-z0-9_-]{43}}";
    private static final String WHOEVER_HAS_IT = "for whoever has the token, which only a mailbox has; ";

    /** Endpoints without a person's data, and why they need no second account. */
    static final Map<String, String> NOBODYS = Map.ofEntries(
            Map.entry("GET /api/v1/oauth/{provider}/callback", "StolenCallbackTest"),
            Map.entry("GET /api/oauth/{provider}/callback", "StolenCallbackTest"),
            Map.entry("POST /api/v1/oauth/{provider}/callback", "PostedCallbackTest"),
            Map.entry("POST /api/oauth/{provider}/callback", "PostedCallbackTest"),
            Map.entry("GET /api/v1/oauth/{provider}/callback/resume", "PostedCallbackTest"),
            Map.entry("GET /api/oauth/{provider}/callback/resume", "PostedCallbackTest"),
            Map.entry("GET /connect/refused", "words of fixed lists"),
            Map.entry("GET /auth/login/{provider}", "a page with one button"),
            Map.entry("POST /auth/login/{provider}", "no id is taken; StolenSignInTest"),
            Map.entry("GET /auth/callback/{provider}", "StolenSignInTest"),
            Map.entry("POST /auth/callback/{provider}", "StolenSignInTest"),
            Map.entry("GET /auth/callback/{provider}/resume", "StolenSignInTest"),
            Map.entry("GET /login", "a form"),
            Map.entry("POST /login", "no id is taken; the identity room's tests"),
            Map.entry("GET /signup", "a form"),
            Map.entry("POST /signup", "no id is taken; the identity room's tests"),
            Map.entry("GET /forgot", "a form"),
            Map.entry("POST /forgot", "the same for every address; PasswordResetTest"),
            Map.entry("GET /login/link", "a form"),
            Map.entry("POST /login/link", "the same for every address; LinkSignInTest"),
            Map.entry("GET /link/reset" + TOKEN, WHOEVER_HAS_IT + "PasswordResetTest"),
            Map.entry("POST /link/reset" + TOKEN, WHOEVER_HAS_IT + "PasswordResetTest"),
            Map.entry("GET /link/undo" + TOKEN, WHOEVER_HAS_IT + "AddressChangeTest"),
            Map.entry("POST /link/undo" + TOKEN, WHOEVER_HAS_IT + "AddressChangeTest"),
            Map.entry("GET /link/sign-in" + TOKEN, WHOEVER_HAS_IT + "LinkSignInTest"),
            Map.entry("POST /link/sign-in" + TOKEN, WHOEVER_HAS_IT + "LinkSignInTest"),
            Map.entry("GET /link/invitation" + TOKEN, WHOEVER_HAS_IT + "InvitationTest"),
            Map.entry("POST /link/invitation" + TOKEN, WHOEVER_HAS_IT + "InvitationTest"),
            Map.entry("GET /link/keep" + TOKEN, WHOEVER_HAS_IT + "LeavingTest"),
            Map.entry("POST /link/keep" + TOKEN, WHOEVER_HAS_IT + "LeavingTest"),
            Map.entry("GET /link/receipt" + TOKEN, WHOEVER_HAS_IT + "LeavingTest"),
            Map.entry("GET /link/stranger" + TOKEN, WHOEVER_HAS_IT + "NewBrowserTest"),
            Map.entry("POST /link/stranger" + TOKEN, WHOEVER_HAS_IT + "NewBrowserTest"),
            Map.entry("GET /leaving", "for whoever leaves, about their own account; LeavingTest"),
            Map.entry("POST /leaving/keep", "for whoever leaves, about their own account; LeavingTest"),
            Map.entry("DELETE /api/v1/me", "ends the account of the request, whatever is sent along; MyDataApiTest"),
            Map.entry("POST /api/v1/me/return", "for whoever leaves, about their own account; MyDataApiTest"),
            Map.entry("POST /profile/delete", "ends the account of the request, whatever is sent along; LeavingTest"),
            Map.entry("GET /outbox", "a demo's, for whoever sits at its machine; OutboxTest"),
            Map.entry("GET /outbox/{id}", "a demo's, for whoever sits at its machine; OutboxTest"),
            Map.entry("POST /logout", "ends the session of the request"),
            Map.entry("GET /login/second", HALFWAY),
            Map.entry("POST /login/second", HALFWAY),
            Map.entry("POST /login/second/enrol", HALFWAY),
            Map.entry("POST /login/second/confirm", HALFWAY),
            Map.entry("POST /login/second/passkey", HALFWAY),
            Map.entry("POST /login/second/passkey-options", HALFWAY),
            Map.entry("POST /login/second/passkey-new", HALFWAY),
            Map.entry("POST /login/second/passkey-add", HALFWAY),
            Map.entry("POST /login/passkey", "no id is taken; PasskeyForgeryTest"),
            Map.entry("POST /login/passkey/options", "a challenge, the same for everybody; PasskeyTest"),
            Map.entry("POST /security/passkeys/add", "what the session itself began; PasskeyForgeryTest"),
            Map.entry("POST /security/passkeys/prove", "what the session itself began; PasskeyForgeryTest"),
            Map.entry("POST /security/factors/confirm", "what the session itself began; FactorsTest"),
            Map.entry("POST /api/v1/auth/login", "no id is taken; ApiSignInTest"),
            Map.entry("POST /api/v1/auth/refresh", "for whoever has the token; RefreshFamilyTest"),
            Map.entry("POST /api/v1/auth/logout", "for whoever has the token; RefreshFamilyTest"),
            Map.entry("POST /api/v1/webhooks/in/github", "for whoever has the webhook's secret; SignedPushTest"),
            Map.entry("POST /api/v1/webhooks/in/notion", "for whoever has the webhook's secret; SignedPushTest"),
            Map.entry("POST /api/v1/webhooks/in/meta", "for whoever has our client's secret; SignedPushTest"),
            Map.entry("GET /api/v1/webhooks/in/meta", "gives a number back to whoever knows a word; SignedPushTest"),
            Map.entry("POST /api/v1/webhooks/in/graph", "for whoever has a subscription's secret; GraphPushTest"),
            Map.entry("POST /api/v1/webhooks/in/google-channel", "for whoever has a channel's secret; GooglePushTest"),
            Map.entry("DELETE /api/v1/me/access-token", "ends the sign-in of the request; RefreshFamilyTest"),
            Map.entry("GET /.well-known/jwks.json", "the installation's public keys; SigningKeyTest"),
            Map.entry("GET /problems", "fixed texts"),
            Map.entry("GET /problems/{slug}", "fixed texts"),
            Map.entry("GET /assets/{name}", "files of the release"),
            Map.entry("GET /marks/{name}", "files of the release"),
            Map.entry("GET /health", "one word"),
            Map.entry("GET /api/health", "one word"),
            Map.entry("GET /favicon.ico", "a file of the release"),
            Map.entry("GET /robots.txt", "a file of the release"),
            Map.entry("GET /api/docs", "the API's description"),
            Map.entry("GET /api/openapi.json", "the API's description"),
            Map.entry("GET /api/openapi.json.yaml", "the API's description"),
            Map.entry("GET /api/openapi.yaml", "the API's description"),
            Map.entry("GET /admin/providers", ADMINISTRATORS),
            Map.entry("GET /admin/providers/{id}", ADMINISTRATORS),
            Map.entry("POST /admin/providers/{id}", ADMINISTRATORS),
            Map.entry("POST /admin/providers/{id}/test", ADMINISTRATORS),
            Map.entry("POST /admin/providers/{id}/remove", ADMINISTRATORS),
            Map.entry("GET /admin/keys", KEYS),
            Map.entry("POST /admin/keys/rotate", KEYS),
            Map.entry("POST /admin/keys/pause", KEYS),
            Map.entry("POST /admin/keys/resume", KEYS),
            Map.entry("GET /admin/jobs", JOBS),
            Map.entry("POST /admin/jobs/retry", JOBS),
            Map.entry("GET /admin/jobs/drop", JOBS),
            Map.entry("POST /admin/jobs/drop", JOBS),
            Map.entry("GET /api/v1/admin/jobs", JOBS),
            Map.entry("POST /api/v1/admin/jobs/retry", JOBS),
            Map.entry("POST /api/v1/admin/jobs/drop", JOBS),
            Map.entry("GET /admin/services", SERVICES),
            Map.entry("POST /admin/services", SERVICES),
            Map.entry("GET /admin/services/{id}", SERVICES),
            Map.entry("POST /admin/services/{id}/keys", SERVICES),
            Map.entry("POST /admin/services/{id}/keys/{keyId}/revoke", SERVICES),
            Map.entry("POST /admin/services/{id}/status", SERVICES),
            Map.entry("POST /admin/services/{id}/delete", SERVICES),
            Map.entry("GET /api/v1/service-accounts", SERVICES),
            Map.entry("POST /api/v1/service-accounts", SERVICES),
            Map.entry("GET /api/v1/service-accounts/{id}", SERVICES),
            Map.entry("PUT /api/v1/service-accounts/{id}/status", SERVICES),
            Map.entry("POST /api/v1/service-accounts/{id}/delete", SERVICES),
            Map.entry("GET /api/v1/service-accounts/{id}/api-keys", SERVICES),
            Map.entry("POST /api/v1/service-accounts/{id}/api-keys", SERVICES),
            Map.entry("DELETE /api/v1/service-accounts/{id}/api-keys/{keyId}", SERVICES),
            Map.entry("GET /admin/emergency", STOPS),
            Map.entry("POST /admin/emergency/look", STOPS),
            Map.entry("POST /admin/emergency/order", STOPS),
            Map.entry("GET " + STOP, STOPS),
            Map.entry("POST " + STOP + "/pause", STOPS),
            Map.entry("POST " + STOP + "/resume", STOPS),
            Map.entry("GET " + STOPS_API, STOPS),
            Map.entry("GET " + STOPS_API + "/extent", STOPS),
            Map.entry("POST " + STOPS_API, STOPS),
            Map.entry("GET " + STOPS_API + "/{id:[0-9a-f-]{36}}", STOPS),
            Map.entry("POST " + STOPS_API + "/{id:[0-9a-f-]{36}}/pause", STOPS),
            Map.entry("POST " + STOPS_API + "/{id:[0-9a-f-]{36}}/resume", STOPS),
            Map.entry("GET /api/v1/registrations", ADMINISTRATORS),
            Map.entry("GET /api/v1/registrations/{provider}", ADMINISTRATORS),
            Map.entry("PUT /api/v1/registrations/{provider}", ADMINISTRATORS),
            Map.entry("DELETE /api/v1/registrations/{provider}", ADMINISTRATORS),
            Map.entry("POST /api/v1/registrations/{provider}/test", ADMINISTRATORS),
            Map.entry("GET /admin/roles", PEOPLE),
            Map.entry("GET /admin/people", PEOPLE),
            Map.entry("POST /admin/people/invitations", PEOPLE),
            Map.entry("POST /admin/people/invitations/{id}/revoke", PEOPLE),
            Map.entry("GET " + PERSON, PEOPLE),
            Map.entry("POST " + PERSON + "/role", PEOPLE),
            Map.entry("POST " + PERSON + "/local-id", PEOPLE),
            Map.entry("POST " + PERSON + "/status", PEOPLE),
            Map.entry("POST " + PERSON + "/sign-out", PEOPLE),
            Map.entry("POST " + PERSON + "/factors", PEOPLE),
            Map.entry("GET /admin/audit", PEOPLE),
            Map.entry("POST /admin/audit/export", PEOPLE),
            Map.entry("GET /api/v1/audit", PEOPLE),
            Map.entry("POST /api/v1/audit/export", PEOPLE),
            Map.entry("GET /admin/alerts", PEOPLE),
            Map.entry("GET /admin/alerts/{id}", PEOPLE),
            Map.entry("POST /admin/alerts/{id}/acknowledge", PEOPLE),
            Map.entry("GET /api/v1/alerts", PEOPLE),
            Map.entry("GET /api/v1/alerts/{id}", PEOPLE),
            Map.entry("POST /api/v1/alerts/{id}/acknowledge", PEOPLE),
            Map.entry("GET /admin/audit/verify", PEOPLE),
            Map.entry("POST /admin/audit/verify", PEOPLE),
            Map.entry("GET /api/v1/audit/checks", PEOPLE),
            Map.entry("GET /api/v1/audit/checks/{id}", PEOPLE),
            Map.entry("POST /api/v1/audit/checks", PEOPLE),
            Map.entry("GET /admin/sign-up", SIGN_UP),
            Map.entry("POST /admin/sign-up", SIGN_UP),
            Map.entry("POST /admin/sign-up/reset", SIGN_UP),
            Map.entry("GET /api/v1/admin/sign-up", SIGN_UP),
            Map.entry("PUT /api/v1/admin/sign-up", SIGN_UP),
            Map.entry("DELETE /api/v1/admin/sign-up", SIGN_UP),
            Map.entry("GET /admin/look", LOOK),
            Map.entry("POST /admin/look", LOOK),
            Map.entry("POST /admin/look/preview", LOOK),
            Map.entry("POST /admin/look/logo", LOOK),
            Map.entry("POST /admin/look/logo/remove", LOOK),
            Map.entry("POST /admin/look/reset", LOOK),
            Map.entry("GET /api/v1/look", LOOK),
            Map.entry("PUT /api/v1/look", LOOK),
            Map.entry("DELETE /api/v1/look", LOOK),
            Map.entry("PUT /api/v1/look/logo", LOOK),
            Map.entry("DELETE /api/v1/look/logo", LOOK),
            Map.entry("GET /look/logo/{name}", "the installation's logo, on the sign-in page; LookTest"),
            Map.entry("GET /look/colours/{name}", "a stylesheet that its name says all of; LookTest"),
            Map.entry("GET /admin/people/files", PEOPLE),
            Map.entry("POST /admin/people/files/import", PEOPLE),
            Map.entry("POST /admin/people/files/export", PEOPLE),
            Map.entry("POST /api/v1/users/import", PEOPLE),
            Map.entry("POST /api/v1/users/export", PEOPLE),
            Map.entry("POST /api/users/import", PEOPLE),
            Map.entry("POST /api/users/export", PEOPLE),
            Map.entry("GET /api/v1/users", PEOPLE),
            Map.entry("GET /api/v1/users/{id}", PEOPLE),
            Map.entry("PUT /api/v1/users/{id}/localId", PEOPLE),
            Map.entry("PUT /api/v1/users/{id}/role", PEOPLE),
            Map.entry("PUT /api/v1/users/{id}/status", PEOPLE),
            Map.entry("DELETE /api/v1/users/{id}/sessions", PEOPLE),
            Map.entry("GET /api/users", PEOPLE),
            Map.entry("GET /api/users/{id}", PEOPLE),
            Map.entry("PUT /api/users/{id}/localId", PEOPLE),
            Map.entry("PUT /api/users/{id}/role", PEOPLE),
            Map.entry("PUT /api/users/{id}/status", PEOPLE),
            Map.entry("DELETE /api/users/{id}/sessions", PEOPLE),
            Map.entry("* /error", "the container's own dispatch"));

    /**
     * Endpoints that take no id, with a body that is in order: they do what they are for, and what they answer Eve holds nothing of Alice's,
     * whatever she sends along.
     */
    static final Map<String, String> OWN = Map.ofEntries(
            Map.entry("GET /", ""),
            Map.entry("GET /integrations", ""),
            Map.entry("GET /security", ""),
            Map.entry("GET /dashboard/analytics", ""),
            Map.entry("GET /dashboard/agenda", ""),
            Map.entry("GET /dashboard/inbox", ""),
            Map.entry("GET /dashboard/analytics/runs", ""),
            Map.entry("GET /dashboard/analytics/runs.csv", ""),
            Map.entry("GET /dashboard/analytics/days.csv", ""),
            Map.entry("GET /dashboard/analytics/kinds.csv", ""),
            Map.entry("GET /dashboard/analytics/tokens.csv", ""),
            Map.entry("GET /dashboard/analytics/figures.csv", ""),
            Map.entry("GET /dashboard/analytics/charts", ""),
            Map.entry("POST /dashboard/analytics/sync", "owner=%1$s&accountId=%1$s"),
            Map.entry("GET /activity", ""),
            Map.entry("GET /profile", ""),
            Map.entry("POST /profile", "name=Eve&timeZone=UTC&dateForm=iso&owner=%1$s&accountId=%1$s"),
            Map.entry("POST /profile/export", "owner=%1$s&accountId=%1$s"),
            Map.entry("GET /profile/delete", ""),
            Map.entry("GET " + INTEGRATIONS, ""),
            Map.entry("GET /api/v1/oauth/providers", ""),
            Map.entry("GET /api/v1/oauth/platforms", ""),
            Map.entry("GET /api/v1/oauth/status", ""),
            Map.entry("GET /api/v1/oauth/health", ""),
            Map.entry("GET /api/v1/me", ""),
            Map.entry("GET /api/v1/me/sessions", ""),
            Map.entry("GET /api/v1/me/factors", ""),
            Map.entry("GET /api/v1/me/exports", ""),
            Map.entry("POST /api/v1/me/exports", "{}"),
            Map.entry("GET /api/v1/me/api-keys", ""),
            Map.entry("POST /api/v1/me/api-keys", "{\"name\":\"mine\",\"scopes\":[\"integrations:read\"],\"days\":30}"),
            Map.entry("POST /api/v1/me/access-token", "{}"),
            Map.entry("GET /api/v1/sync/status", ""),
            Map.entry("GET /api/v1/sync/runs", ""),
            Map.entry("GET /api/v1/sync/records", ""),
            Map.entry("GET /api/v1/sync/search", ""),
            Map.entry("GET /api/v1/sync/malformed", ""),
            Map.entry("GET /api/v1/sync/events", ""),
            Map.entry("POST " + INTEGRATIONS + "/sync", "{}"),
            Map.entry("POST /api/v1/oauth/{provider}/authorize", "{\"scopes\":[]}"),
            Map.entry("POST /integrations/{provider}/connect", "owner=%1$s"),
            Map.entry(
                    "POST /security/keys",
                    "name=mine+by+the+page&scope=integrations%%3Aread&days=30&owner=%1$s&accountId=%1$s"),
            Map.entry("POST /security/sessions/end-others", "owner=%1$s&accountId=%1$s"),
            Map.entry("POST /security/factors", "owner=%1$s&accountId=%1$s"),
            Map.entry("POST /security/ways/{provider}/add", "owner=%1$s&accountId=%1$s"),
            Map.entry("POST /security/passkeys", "owner=%1$s&accountId=%1$s"),
            Map.entry("POST /security/passkeys/options", "owner=%1$s&accountId=%1$s"),
            Map.entry("POST /security/factors/codes", "owner=%1$s&accountId=%1$s"),
            Map.entry("POST /security/email/confirm", "owner=%1$s&accountId=%1$s"),
            Map.entry("POST /security/email", "email=eves.new%%40people.example&owner=%1$s&accountId=%1$s"));

    /** Pages that show the words that they were asked for. */
    static final Set<String> SEARCHES = Set.of("GET /dashboard/analytics/runs", "GET /dashboard/inbox");

    /** What answers another's id with something else than 404, and why that tells nothing. */
    static final Map<String, Refusal> NOT_404 = Map.of(
            "GET /integrations/choices/{id} by session",
            new Refusal(400, "made, run out and another's are one case"),
            "POST /integrations/choices/{id} by session",
            new Refusal(400, "made, run out and another's are one case"),
            "POST /connect/{ticket:[A-Za-z0-9_-]{43}} by session",
            new Refusal(400, "used, run out and another's are one case"),
            "GET " + INTEGRATIONS + "/{id}/token by session",
            new Refusal(403, "a browser is handed no token, its own neither"),
            "DELETE /api/v1/me/api-keys/{id} by key",
            new Refusal(403, "a key administers no key, its own neither"),
            "DELETE /api/v1/me/factors/{id} by key",
            new Refusal(403, "a key removes no factor, its own account's neither"),
            "DELETE /api/v1/me/sessions/{id} by key",
            new Refusal(403, "a key ends no session, its own account's neither"),
            "GET /api/v1/me/exports/{id} by key",
            new Refusal(403, "a key reads no copy of an account, its own account's neither"),
            "GET /api/v1/me/exports/{id}/file by key",
            new Refusal(403, "a key reads no copy of an account, its own account's neither"));

    /** Asked by a script of our pages: answered in JSON, though no part of the API. */
    static final List<String> FOR_SCRIPTS = List.of("POST /security/passkeys/options");

    /** Endpoints without an id that a key may not call at all. */
    static final List<String> FOR_PERSONS = List.of(
            "GET /api/v1/me/sessions",
            "GET /api/v1/me/exports",
            "POST /api/v1/me/exports",
            "GET /api/v1/me/factors",
            "GET /api/v1/me/api-keys",
            "POST /api/v1/me/api-keys",
            "POST /api/v1/me/access-token");

    record Refusal(int status, String reason) {}

    /**
     * An endpoint that takes an id.
     *
     * @param alices the one that Eve tries
     * @param nobodys one of the same kind that does not exist
     * @param spare one that Alice herself may give up when it is shown that it works
     * @param body what goes with it
     */
    record Taking(Supplier<String> alices, Supplier<String> nobodys, Supplier<String> spare, String body) {
        Taking(Supplier<String> alices, Supplier<String> nobodys, String body) {
            this(alices, nobodys, alices, body);
        }

        Taking sparing(Supplier<String> other) {
            return new Taking(alices, nobodys, other, body);
        }
    }

    private final TwoAccounts two;
    private final Supplier<String> integration;

    Endpoints(TwoAccounts two) {
        this.two = two;
        this.integration = () -> two.alice().integration.toString();
    }

    private static String nobody() {
        return UUID.randomUUID().toString();
    }

    /** By method and pattern. */
    Map<String, Taking> foreign() {
        Map<String, Taking> all = new TreeMap<>();
        integrations(all);
        pages(all);
        Supplier<String> session = () -> two.session(two.alice()).toString();
        Supplier<String> key = () -> two.key(two.alice()).toString();
        Supplier<String> choice = () -> two.alice().choice.toString();
        all.put("GET /integrations/choices/{id}", new Taking(choice, Endpoints::nobody, ""));
        all.put("POST /integrations/choices/{id}", new Taking(choice, Endpoints::nobody, "choice=add"));
        Supplier<String> receipt = () -> two.alice().receipt.toString();
        all.put("GET /receipts/{id}", new Taking(receipt, Endpoints::nobody, ""));
        all.put("POST /receipts/{id}/shared", new Taking(receipt, Endpoints::nobody, "x=y"));
        all.put(
                "POST /connect/{ticket:[A-Za-z0-9_-]{43}}",
                new Taking(() -> two.alice().ticket, () -> "A".repeat(43), "x=y"));
        for (String method : List.of("GET", "POST")) {
            all.put(
                    method + " /link/verify" + TOKEN,
                    new Taking(() -> two.alice().confirmation, () -> "A".repeat(43), "x=y")
                            .sparing(() -> two.confirmation(two.alice())));
            all.put(
                    method + " /link/change" + TOKEN,
                    new Taking(() -> two.alice().move, () -> "A".repeat(43), "x=y")
                            .sparing(() -> two.anotherAddress(two.alice())));
        }
        all.put("DELETE /api/v1/me/api-keys/{id}", new Taking(key, Endpoints::nobody, "").sparing(this::anotherKey));
        all.put(
                "DELETE /api/v1/me/sessions/{id}",
                new Taking(session, Endpoints::nobody, "").sparing(this::anotherSession));
        all.put("POST /security/keys/{id}/revoke", new Taking(key, Endpoints::nobody, "x=y").sparing(this::anotherKey));
        Supplier<String> factor = () -> two.authenticator(two.alice()).toString();
        all.put(
                "POST /security/factors/{id}/remove",
                new Taking(factor, Endpoints::nobody, "x=y").sparing(this::anotherAuthenticator));
        all.put(
                "DELETE /api/v1/me/factors/{id}",
                new Taking(factor, Endpoints::nobody, "").sparing(this::anotherAuthenticator));
        Supplier<String> identity = () -> newest(
                "select identity_id::text from identities where account_id = :account order by created_at limit 1");
        all.put("POST /security/ways/{id}/remove", new Taking(identity, Endpoints::nobody, "x=y"));
        Supplier<String> passkey =
                () -> newest("select id::text from passkeys where account_id = :account order by created_at limit 1");
        Supplier<String> another = () -> two.passkey(two.alice()).toString();
        all.put(
                "POST /security/passkeys/{id}/rename",
                new Taking(passkey, Endpoints::nobody, "name=Eves").sparing(another));
        all.put("POST /security/passkeys/{id}/remove", new Taking(passkey, Endpoints::nobody, "x=y").sparing(another));
        Supplier<String> notice =
                () -> newest("select id::text from account_notices where account_id = :account limit 1");
        all.put(
                "POST /security/notices/{id}/close",
                new Taking(notice, Endpoints::nobody, "x=y")
                        .sparing(() -> two.notice(two.alice()).toString()));
        Supplier<String> export = () -> newest("select id::text from account_exports where account_id = :account");
        all.put(
                "POST /profile/export/{id}/download",
                new Taking(export, Endpoints::nobody, "x=y")
                        .sparing(() -> two.export(two.alice()).toString()));
        all.put("GET /api/v1/me/exports/{id}", new Taking(export, Endpoints::nobody, ""));
        all.put("GET /api/v1/me/exports/{id}/file", new Taking(export, Endpoints::nobody, ""));
        all.put(
                "POST /security/sessions/{id}/end",
                new Taking(session, Endpoints::nobody, "x=y").sparing(this::anotherSession));
        return all;
    }

    private void integrations(Map<String, Taking> all) {
        String one = " " + INTEGRATIONS + "/{id}";
        for (String look : List.of("", "/token", "/activity", "/usage", "/diagnosis")) {
            all.put("GET" + one + look, new Taking(integration, Endpoints::nobody, ""));
        }
        all.put("PATCH" + one, new Taking(integration, Endpoints::nobody, "{\"label\":\"Eve's\"}"));
        all.put("DELETE" + one, new Taking(integration, Endpoints::nobody, "").sparing(this::anotherIntegration));
        all.put("POST" + one + "/refresh", new Taking(integration, Endpoints::nobody, "").sparing(this::minutesLater));
        all.put("POST" + one + "/reconnect", new Taking(integration, Endpoints::nobody, ""));
        all.put("POST" + one + "/scopes", new Taking(integration, Endpoints::nobody, "{\"scopes\":[\"openid\"]}"));
        all.put("POST" + one + "/sync", new Taking(integration, Endpoints::nobody, ""));
        streams(all);
    }

    private void streams(Map<String, Taking> all) {
        String below = "/streams/google.calendar.events";
        Supplier<String> alices = () -> integration.get() + below;
        Supplier<String> nobodys = () -> nobody() + below;
        String one = " " + INTEGRATIONS + "/{id}/streams/{stream}";
        all.put("GET" + one, new Taking(alices, nobodys, ""));
        all.put("PUT" + one + "/schedule", new Taking(alices, nobodys, "{\"every\":\"PT1H\"}"));
        all.put(
                "PUT" + one + "/reading",
                new Taking(this::mail, nobodys, "{\"bodies\":false}").sparing(this::mailInFull));
        all.put("POST" + one + "/pause", new Taking(alices, nobodys, ""));
        all.put("POST" + one + "/resume", new Taking(alices, nobodys, ""));
        all.put(
                "GET /api/v1/sync/runs/{id}",
                new Taking(() -> two.run(two.alice()).toString(), Endpoints::nobody, ""));
    }

    private void pages(Map<String, Taking> all) {
        all.put("GET " + INTEGRATION_PAGE, new Taking(integration, Endpoints::nobody, ""));
        all.put("GET " + INTEGRATION_PAGE + "/disconnect", new Taking(integration, Endpoints::nobody, ""));
        String one = "POST " + INTEGRATION_PAGE;
        all.put(one + "/label", new Taking(integration, Endpoints::nobody, "label=Eves"));
        all.put(one + "/reconnect", new Taking(integration, Endpoints::nobody, "x=y"));
        all.put(one + "/scopes", new Taking(integration, Endpoints::nobody, "scope=openid"));
        all.put(one + "/sync", new Taking(integration, Endpoints::nobody, "x=y"));
        streamPages(all);
        all.put(
                "GET /dashboard/analytics/runs/{id:[0-9a-f-]{36}}",
                new Taking(() -> two.run(two.alice()).toString(), Endpoints::nobody, ""));
        all.put("POST /dashboard/analytics/sync/{id:[0-9a-f-]{36}}", new Taking(integration, Endpoints::nobody, "x=y"));
        all.put(
                one + "/disconnect",
                new Taking(integration, Endpoints::nobody, "x=y").sparing(this::anotherIntegration));
    }

    private void streamPages(Map<String, Taking> all) {
        Supplier<String> alices = () -> integration.get() + "/streams/google.calendar.events";
        Supplier<String> nobodys = () -> nobody() + "/streams/google.calendar.events";
        String one = " " + INTEGRATION_PAGE + "/streams/{stream}";
        all.put("GET" + one, new Taking(alices, nobodys, ""));
        all.put("POST" + one + "/schedule", new Taking(alices, nobodys, "every=PT1H"));
        all.put("POST" + one + "/reading", new Taking(this::mail, nobodys, "bodies=false").sparing(this::mailInFull));
        all.put("POST" + one + "/pause", new Taking(alices, nobodys, "x=y"));
        all.put("POST" + one + "/resume", new Taking(alices, nobodys, "x=y"));
    }

    private String mail() {
        return integration.get() + "/streams/google.mail.messages";
    }

    /** Read with its text, so that wanting it no more changes something. */
    private String mailInFull() {
        two.world()
                .database()
                .owner()
                .sql("update streams set bodies = true where integration_id = :id and name = 'google.mail.messages'")
                .param("id", UUID.fromString(integration.get()))
                .update();
        return mail();
    }

    private String anotherIntegration() {
        return two.alice().visitor.connected(Visitor.LINH_HOME).toString();
    }

    /** A token that is younger than a minute is not renewed. */
    private String minutesLater() {
        two.world().advance(Duration.ofMinutes(2));
        return integration.get();
    }

    private String anotherKey() {
        Visitor visitor = two.alice().visitor;
        visitor.browser()
                .submitExactly(
                        visitor.open("/security"),
                        "form[action='/security/keys']",
                        List.of(
                                new Browser.Field("name", "spare " + UUID.randomUUID()),
                                new Browser.Field("scope", "integrations:read"),
                                new Browser.Field("days", "90")));
        return newest("select key_id::text from api_keys where account_id = :account order by key_id desc limit 1");
    }

    private String anotherAuthenticator() {
        two.alice().visitor.withAuthenticator();
        return two.authenticator(two.alice()).toString();
    }

    private String anotherSession() {
        Browser other = new Browser();
        other.submit(
                other.open(two.world().url("/login")),
                "form[action='/login']",
                Map.of(
                        "email",
                        two.email(two.alice()),
                        "password",
                        two.alice().visitor.password()));
        return newest(
                "select session_id::text from sessions where account_id = :account and ended_at is null order by session_id desc limit 1");
    }

    private String newest(String sql) {
        return two.world()
                .database()
                .owner()
                .sql(sql)
                .param("account", two.alice().account)
                .query(String.class)
                .single();
    }
}
