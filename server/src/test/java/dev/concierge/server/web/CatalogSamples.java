package dev.concierge.server.web;

import dev.concierge.server.catalog.web.AdminProviderView;
import dev.concierge.server.catalog.web.AdminProviderView.Client;
import dev.concierge.server.catalog.web.AdminProviderView.Form;
import dev.concierge.server.catalog.web.AdminProviderView.Kept;
import dev.concierge.server.catalog.web.AdminProviderView.Scope;
import dev.concierge.server.catalog.web.AdminProviderView.Sheet;
import dev.concierge.server.catalog.web.AdminProvidersView;
import dev.concierge.server.web.FreshProof.Asked;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the providers are set up. */
final class CatalogSamples {
    private static final Mark MICROSOFT = new Mark("Microsoft", "microsoft");
    private static final Notice ENDS = new Notice(
            Tone.WARN,
            "The client secret of Microsoft ends on 2 December 2026.",
            "Make a new one there and write it here before that day, and nobody notices.",
            Action.link("Open Microsoft", "/admin/providers/microsoft#client"));

    private final Samples samples;

    CatalogSamples(Samples samples) {
        this.samples = samples;
    }

    List<Sample> all() {
        return List.of(
                new Sample("admin-providers", "catalog/providers", list(), shell("")),
                new Sample(
                        "admin-providers-empty",
                        "catalog/providers",
                        new AdminProvidersView(List.of(), List.of()),
                        shell("")),
                page("none", Badge.notSetUp(), List.of(), null, form("", false, null), null),
                page("environment", Badge.setByEnvironment(), List.of(), client("By the environment."), null, null),
                page(
                        "here",
                        Badge.endsIn(Duration.ofDays(12)),
                        List.of(ENDS),
                        client("Kept here."),
                        kept(null),
                        kept()),
                page(
                        "works",
                        Badge.setUpHere(),
                        List.of(new Notice(Tone.OK, "It works.", "Microsoft knows this client and its secret.")),
                        client("Kept here."),
                        kept(null),
                        kept()),
                page(
                        "refused",
                        Badge.secretExpired(),
                        List.of(new Notice(
                                Tone.BAD,
                                "It does not work yet.",
                                "Our client secret at Microsoft has expired. (invalid_client)")),
                        client("Kept here."),
                        kept("Another client id has another secret. Write it as well."),
                        kept()));
    }

    private Shell shell(String below) {
        return samples.administering("/admin/providers" + below);
    }

    private AdminProvidersView list() {
        return new AdminProvidersView(
                List.of(ENDS),
                List.of(
                        row(
                                "github",
                                "GitHub",
                                "Kept here, encrypted. For connecting and signing in.",
                                Badge.setUpHere()),
                        row("google", "Google", "Named by the environment, which wins.", Badge.setByEnvironment()),
                        row("meta", "Meta", "Nobody can connect here until it has a client.", Badge.notSetUp()),
                        row("microsoft", "Microsoft", "Kept here, encrypted.", Badge.endsIn(Duration.ofDays(12))),
                        row("notion", "Notion", "Used for nothing new.", Badge.switchedOff()),
                        row("twitter", "X", "Kept here, encrypted.", Badge.secretUnreadable()),
                        row("youtube", "YouTube", "Uses the client of Google.", Badge.shared("Google"))));
    }

    private AdminProvidersView.Row row(String id, String name, String text, Badge badge) {
        return new AdminProvidersView.Row(id, new Mark(name, id), text, badge);
    }

    private Sample page(
            String state,
            Badge badge,
            List<Notice> notices,
            @Nullable Client client,
            @Nullable Form form,
            @Nullable Kept kept) {
        return new Sample(
                "admin-provider-" + state,
                "catalog/provider",
                new AdminProviderView("microsoft", MICROSOFT, badge, notices, client, form, kept, sheet()),
                shell("/microsoft"));
    }

    private Client client(String source) {
        return new Client(samples.foreign("7f0c1d52-8f0e-4c55-9a3e-1d0a6b1f2c70"), source, "For connecting.", null);
    }

    private static Kept kept() {
        return new Kept(3, "Last changed on 20 November 2026 by another administrator.");
    }

    private Form kept(@Nullable String error) {
        return form(samples.foreign("7f0c1d52-8f0e-4c55-9a3e-1d0a6b1f2c70"), true, error);
    }

    private static Form form(String clientId, boolean kept, @Nullable String error) {
        return new Form(
                3,
                clientId,
                kept,
                kept ? "2026-12-02" : "",
                true,
                false,
                true,
                null,
                error,
                error == null ? null : "That day has passed.",
                error == null ? Asked.NOTHING : Asked.CODE,
                null);
    }

    private static Sheet sheet() {
        return new Sheet(
                URI.create("https://entra.microsoft.com"),
                URI.create("https://learn.microsoft.com/entra/identity-platform/quickstart-register-app"),
                List.of(
                        "Register an application for accounts in any organisation and personal accounts.",
                        "Give it both redirect addresses as they stand here, on the platform Web.",
                        "Make a client secret and note its end."),
                "People of other organisations can connect only after their administrator allows it.",
                URI.create("https://concierge.meridian.example/api/v1/oauth/microsoft/callback"),
                URI.create("https://concierge.meridian.example/auth/callback/microsoft"),
                List.of(
                        new Scope("openid", "Know who you are", "An id that never changes.", true, true),
                        new Scope("Mail.Read", "Read your mail", "Messages and folders.", true, false),
                        new Scope(
                                "Calendars.ReadWrite", "Change your calendar", "Add and move events.", false, false)));
    }
}
