package dev.concierge.server.web;

import dev.concierge.server.identity.web.SecurityView;
import dev.concierge.server.identity.web.SecurityView.State;
import dev.concierge.server.identity.web.ServiceView;
import dev.concierge.server.identity.web.ServicesView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Service accounts: none, some, one without keys, one with a new key, one that was not deleted. */
final class ServiceSamples {
    private static final Badge ACTIVE = new Badge(Tone.OK, "Active");
    private static final Badge DISABLED = new Badge(Tone.PLAIN, "Disabled");

    private final Samples samples;

    ServiceSamples(Samples samples) {
        this.samples = samples;
    }

    List<Sample> all() {
        return List.of(
                list("none", List.of(), new ServicesView.Form("", "user", null)),
                list("some", rows(), new ServicesView.Form("", "user", null)),
                list("some", rows(), new ServicesView.Form("", "user", null)).opening("#new-service > summary"),
                list(
                        "refused",
                        rows(),
                        new ServicesView.Form(
                                samples.foreign("ferry-prices"),
                                "guest",
                                "Give it a name of one line, up to 100 characters.")),
                one("bare", true, List.of(), null, false, null),
                one("keys", true, keys(), null, false, null),
                one("new-key", true, keys(), newKey(), false, null),
                one("disabled", false, keys(), null, false, null),
                one("not-deleted", true, keys(), null, true, "That is not your password."));
    }

    private Sample list(String state, List<ServicesView.Row> rows, ServicesView.Form form) {
        return new Sample(
                "admin-services-" + state,
                "identity/services",
                new ServicesView(rows, form),
                samples.administering("/admin/services"));
    }

    private List<ServicesView.Row> rows() {
        return List.of(
                new ServicesView.Row(Samples.id(60), samples.foreign("Nightly report"), "User · 2 keys", ACTIVE),
                new ServicesView.Row(Samples.id(61), samples.foreign("Ferry prices"), "Guest · no key", DISABLED));
    }

    private Sample one(
            String state,
            boolean active,
            List<SecurityView.Key> keys,
            SecurityView.@Nullable NewKey newKey,
            boolean askPassword,
            @Nullable String error) {
        return new Sample(
                "admin-service-" + state,
                "identity/service",
                new ServiceView(
                        Samples.id(60),
                        samples.foreign("Nightly report"),
                        "User · 2 keys",
                        active ? ACTIVE : DISABLED,
                        active,
                        keys,
                        newKey,
                        new SecurityView.KeyForm(
                                "",
                                scopes(),
                                90,
                                List.of(7, 30, 90, 180, 365),
                                askPassword,
                                null,
                                null,
                                null,
                                null,
                                null),
                        new ServiceView.Delete(askPassword, null, error)),
                samples.administering("/admin/services"));
    }

    private List<SecurityView.Key> keys() {
        return List.of(
                key(62, "rack 4", State.ACTIVE), key(63, "rack 5", State.ENDING), key(64, "old rack", State.REVOKED));
    }

    private SecurityView.Key key(int id, String name, State state) {
        return new SecurityView.Key(
                Samples.id(id),
                samples.foreign(name),
                "ck_4tR8vYp2",
                scopes().subList(0, 2),
                Samples.ago(100_000),
                Samples.in(13_000),
                Samples.ago(2),
                state);
    }

    private SecurityView.NewKey newKey() {
        return new SecurityView.NewKey(
                samples.foreign("rack 6"),
                "ck_4tR8vYp2mWq6LzXc1NbK7sJd0aHe3uGf5iOo9PQrSt",
                "curl http://localhost:8080/api/v1/oauth/integrations -H \"Authorization: Bearer $CONCIERGE_KEY\"");
    }

    private static List<SecurityView.Scope> scopes() {
        return List.of(
                new SecurityView.Scope("tokens:vend", "Take tokens", true),
                new SecurityView.Scope("integrations:read", "See what is connected", false));
    }
}
