package dev.concierge.server.catalog.web;

import dev.concierge.server.catalog.ChangeOutcome;
import dev.concierge.server.catalog.Provider;
import dev.concierge.server.catalog.RegistrationChange;
import dev.concierge.server.catalog.RegistrationEntry;
import dev.concierge.server.catalog.RegistrationEntry.Source;
import dev.concierge.server.catalog.web.AdminProviderView.Client;
import dev.concierge.server.catalog.web.AdminProviderView.Form;
import dev.concierge.server.catalog.web.AdminProviderView.Kept;
import dev.concierge.server.catalog.web.AdminProviderView.Scope;
import dev.concierge.server.catalog.web.AdminProviderView.Sheet;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import dev.concierge.server.web.Mark;
import dev.concierge.server.web.Notice;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts registrations into words for the pages of administrators. */
@Component
class AdminProviderViews {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    private final Clock clock;

    AdminProviderViews(Clock clock) {
        this.clock = clock;
    }

    AdminProvidersView list(List<RegistrationEntry> entries) {
        LocalDate today = today();
        return new AdminProvidersView(
                entries.stream()
                        .flatMap(entry -> Expiry.notice(entry, today).stream())
                        .toList(),
                entries.stream()
                        .map(entry -> new AdminProvidersView.Row(
                                entry.provider().id(), mark(entry.provider()), text(entry), Expiry.badge(entry, today)))
                        .toList());
    }

    /** The page as it is, under some news. */
    AdminProviderView page(Caller.Person person, RegistrationEntry entry, List<Notice> news, FreshProof.Asked proof) {
        return page(person, entry, news, form(entry, proof));
    }

    /** The page after a refusal, with what was typed; never with a secret. */
    AdminProviderView refused(
            Caller.Person person,
            RegistrationEntry entry,
            RegistrationChange typed,
            ChangeOutcome.Unfit unfit,
            List<Notice> news,
            FreshProof.Asked proof,
            @Nullable String proofError) {
        LocalDate expires = typed.secretExpiresOn();
        Form form = new Form(
                entry.version(),
                typed.clientId(),
                entry.kept() != null,
                expires == null ? "" : expires.toString(),
                typed.connects(),
                typed.signsIn(),
                entry.signInRedirect() != null,
                unfit.clientId(),
                unfit.clientSecret(),
                unfit.secretExpiresOn(),
                proof,
                proofError);
        return page(person, entry, news, form);
    }

    private AdminProviderView page(
            Caller.Person person, RegistrationEntry entry, List<Notice> news, @Nullable Form form) {
        List<Notice> notices = new ArrayList<>(news);
        Expiry.notice(entry, today()).ifPresent(notices::add);
        Provider provider = entry.provider();
        return new AdminProviderView(
                provider.id(),
                mark(provider),
                Expiry.badge(entry, today()),
                notices,
                client(entry),
                entry.source() == Source.ENVIRONMENT ? null : form,
                kept(person, entry),
                sheet(entry));
    }

    private static @Nullable Client client(RegistrationEntry entry) {
        RegistrationEntry.Client client = entry.client();
        return client == null
                ? null
                : new Client(client.clientId(), source(entry), uses(entry, client), switches(entry));
    }

    private @Nullable Kept kept(Caller.Person person, RegistrationEntry entry) {
        RegistrationEntry.Kept kept = entry.kept();
        if (kept == null) {
            return null;
        }
        LocalDate day = LocalDate.ofInstant(kept.changedAt(), ZoneOffset.UTC);
        String who = kept.changedBy().equals(person.accountId()) ? "you" : "another administrator";
        return new Kept(kept.version(), "Last changed on " + DAY.format(day) + " by " + who + ".");
    }

    private static Form form(RegistrationEntry entry, FreshProof.Asked proof) {
        RegistrationEntry.Kept kept = entry.kept();
        boolean signIn = entry.signInRedirect() != null;
        if (kept == null) {
            return new Form(0, "", false, "", true, false, signIn, null, null, null, proof, null);
        }
        LocalDate expires = kept.secretExpiresOn();
        return new Form(
                kept.version(),
                kept.clientId(),
                true,
                expires == null ? "" : expires.toString(),
                kept.connects(),
                kept.signsIn(),
                signIn,
                null,
                null,
                null,
                proof,
                null);
    }

    private static Sheet sheet(RegistrationEntry entry) {
        Provider provider = entry.provider();
        List<Scope> scopes = provider.scopes().stream()
                .map(scope -> new Scope(
                        scope.name(),
                        scope.title(),
                        scope.description(),
                        provider.connectScopes().contains(scope.name()),
                        provider.asking().signIn().scopes().contains(scope.name())))
                .toList();
        return new Sheet(
                provider.setup().console(),
                provider.setup().docs(),
                provider.setup().steps(),
                provider.setup().testUsers(),
                entry.connectRedirect(),
                entry.signInRedirect(),
                scopes);
    }

    private static String text(RegistrationEntry entry) {
        RegistrationEntry.Client client = entry.client();
        return client == null
                ? "Nobody can connect here until it has a client."
                : source(entry) + " " + uses(entry, client);
    }

    private static String source(RegistrationEntry entry) {
        return switch (entry.source()) {
            case ENVIRONMENT -> "Named by the environment, which wins.";
            case HERE -> "Kept here, encrypted.";
            case SHARED -> "Uses the client of " + owner(entry) + ".";
            case NONE -> "";
        };
    }

    private static @Nullable String switches(RegistrationEntry entry) {
        List<String> names = entry.switches();
        return names.isEmpty()
                ? null
                : "Switched on and off in the environment, by " + String.join(" and ", names) + " (true or false).";
    }

    private static String uses(RegistrationEntry entry, RegistrationEntry.Client client) {
        boolean signsIn = client.signsIn() && entry.signInRedirect() != null;
        if (client.connects()) {
            return signsIn ? "For connecting and signing in." : "For connecting.";
        }
        return signsIn ? "For signing in only." : "Used for nothing new; what is connected goes on.";
    }

    static String owner(RegistrationEntry entry) {
        RegistrationEntry.Client client = entry.client();
        String id = client == null ? entry.provider().id() : client.from();
        return id.substring(0, 1).toUpperCase(Locale.ROOT) + id.substring(1);
    }

    private static Mark mark(Provider provider) {
        return new Mark(provider.name(), provider.mark());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
