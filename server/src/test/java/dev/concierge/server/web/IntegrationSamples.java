package dev.concierge.server.web;

import dev.concierge.server.integrations.Receipt;
import dev.concierge.server.integrations.web.ChoiceView;
import dev.concierge.server.integrations.web.ContinueView;
import dev.concierge.server.integrations.web.DisconnectView;
import dev.concierge.server.integrations.web.IntegrationsView;
import dev.concierge.server.integrations.web.IntegrationsView.Account;
import dev.concierge.server.integrations.web.IntegrationsView.Progress;
import dev.concierge.server.integrations.web.NothingView;
import dev.concierge.server.integrations.web.ReceiptView;
import dev.concierge.server.integrations.web.ReceiptView.Outcome;
import dev.concierge.server.integrations.web.TicketView;
import dev.concierge.server.integrations.web.TicketView.Asked;
import dev.concierge.server.integrations.web.TicketView.Situation;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Connected accounts and what leads to and from them. */
final class IntegrationSamples {
    static final Mark GOOGLE = new Mark("Google", "google");

    private final Samples samples;

    IntegrationSamples(Samples samples) {
        this.samples = samples;
    }

    List<Sample> all() {
        return Stream.concat(new IntegrationPageSamples(samples).all().stream(), pages())
                .toList();
    }

    private Stream<Sample> pages() {
        Shell inside = samples.inside("/integrations");
        return Stream.of(
                new Sample("integrations-first", "integrations/integrations", first(), inside),
                new Sample("integrations-none", "integrations/integrations", none(), inside),
                new Sample("integrations", "integrations/integrations", full(), inside),
                new Sample("choice-other", "integrations/choice", choice(ChoiceView.Kind.OTHER_ACCOUNT), inside),
                new Sample("choice-one-of", "integrations/choice", choice(ChoiceView.Kind.ONE_OF), inside),
                new Sample("choice-shortfall", "integrations/choice", choice(ChoiceView.Kind.SHORTFALL), inside),
                new Sample(
                        "nothing",
                        "integrations/nothing",
                        new NothingView(
                                new Mark("Meta", "meta"),
                                "Page",
                                "Meta showed no Page of yours, so nothing was connected. Make a Page at Facebook, or ask somebody who runs one.",
                                URI.create("https://www.facebook.com/pages/create")),
                        inside),
                new Sample("disconnect", "integrations/disconnect", goodbye(), inside),
                receipt(Outcome.REVOKED),
                receipt(Outcome.TRYING),
                receipt(Outcome.KEPT),
                receipt(Outcome.BY_HAND),
                receipt(Outcome.TRYING, true),
                receipt(Outcome.BY_HAND, true),
                new Sample("ticket", "integrations/ticket", ticket(Situation.READY), samples.inside("/connect/t")),
                new Sample(
                        "ticket-other",
                        "integrations/ticket",
                        ticket(Situation.OTHER_PERSON),
                        samples.inside("/connect/t")),
                new Sample(
                        "continue",
                        "integrations/continue",
                        new ContinueView(
                                GOOGLE,
                                URI.create("https://accounts.google.com/o/oauth2/v2/auth?a=1&b=%22"),
                                Samples.in(10)),
                        inside));
    }

    private static IntegrationsView none() {
        return new IntegrationsView(List.of(), List.of(), List.of());
    }

    private IntegrationsView first() {
        return new IntegrationsView(
                List.of(),
                List.of(),
                List.of(
                        provider(
                                "google", "Google", "Calendar, mail and files, in step, as far as you allow.", 0, true),
                        provider(
                                "microsoft",
                                "Microsoft",
                                "Your administrator has not set up Microsoft here yet.",
                                0,
                                false)));
    }

    private IntegrationsView full() {
        return new IntegrationsView(
                List.of(new Notice(Tone.OK, "Google is connected.", "First sync is running; you can leave this page.")),
                List.of(
                        account(
                                33,
                                "Meridian Travel",
                                "meta",
                                "Meta",
                                Badge.signInAgain(),
                                "Facebook ended all permissions on 17 November because your password changed. Nothing is lost.",
                                null,
                                "Reconnect"),
                        account(
                                34,
                                "Linh Tran",
                                "linkedin",
                                "LinkedIn",
                                Badge.endsIn(Duration.ofDays(6)),
                                null,
                                null,
                                "Renew"),
                        account(31, "Work", "google", "Google", Badge.missing(1), null, null, null),
                        account(32, "Home", "google", "Google", Badge.inStep(), null, null, null),
                        account(
                                35,
                                "Meridian HQ",
                                "notion",
                                "Notion",
                                Badge.syncing(),
                                null,
                                new Progress(612, 880),
                                null),
                        account(38, "linhtran", "github", "GitHub", Badge.syncing(), null, new Progress(40, 0), null),
                        account(36, "Staff directory", null, "Ámbar ID", Badge.noAnswer(), null, null, null),
                        account(37, "@linh_onroute", "x", "X", Badge.paused(), null, null, null)),
                List.of(
                        provider(
                                "google", "Google", "Calendar, mail and files, in step, as far as you allow.", 2, true),
                        provider("notion", "Notion", "The pages and databases you pick in your workspace.", 1, true),
                        provider(
                                "microsoft", "Microsoft", "Outlook calendar and mail, and files in OneDrive.", 0, true),
                        provider("x", "X", "Your administrator has not set up X here yet.", 0, false)));
    }

    private Account account(
            int id,
            String label,
            @Nullable String mark,
            String provider,
            Badge badge,
            @Nullable String note,
            @Nullable Progress progress,
            @Nullable String action) {
        return new Account(
                Samples.id(id),
                samples.foreign(label),
                new Mark(provider, mark),
                samples.foreign("linh.tran@meridian.example"),
                note == null ? Samples.ago(id) : null,
                badge,
                note,
                progress,
                action == null ? null : Action.post(action, "/integrations/" + Samples.id(id) + "/reconnect"));
    }

    private static IntegrationsView.Provider provider(
            String id, String name, String text, long connected, boolean available) {
        Badge badge = connected > 0 ? Badge.connected(connected) : available ? Badge.notConnected() : Badge.notSetUp();
        return new IntegrationsView.Provider(id, new Mark(name, id), text, connected, badge, available);
    }

    private ChoiceView choice(ChoiceView.Kind kind) {
        return new ChoiceView(
                Samples.id(50),
                kind,
                GOOGLE,
                kind == ChoiceView.Kind.ONE_OF ? "channel" : "account",
                kind == ChoiceView.Kind.ONE_OF ? "channels" : "",
                samples.foreign("Work"),
                samples.foreign("linh.tran@meridian.example"),
                samples.foreign("linh@slowtrains.example"),
                kind == ChoiceView.Kind.SHORTFALL
                        ? IntegrationPageSamples.scopes().subList(2, 3)
                        : List.of(),
                kind == ChoiceView.Kind.ONE_OF
                        ? List.of(
                                new ChoiceView.Option("UC1", samples.foreign("Slow Trains"), "@slowtrains", false),
                                new ChoiceView.Option(
                                        "UC2", samples.foreign("Slow Trains"), samples.foreign("@b"), true),
                                new ChoiceView.Option("UC3", samples.foreign("Linh cooks"), null, true))
                        : List.of(),
                Samples.in(14));
    }

    private DisconnectView goodbye() {
        return new DisconnectView(
                Samples.id(31),
                samples.foreign("Work"),
                GOOGLE,
                List.of(samples.foreign("trip-planner"), samples.foreign("nightly-report")),
                49_908);
    }

    private Sample receipt(Outcome outcome) {
        return receipt(outcome, false);
    }

    private Sample receipt(Outcome outcome, boolean stopped) {
        ReceiptView view = new ReceiptView(
                Samples.id(60),
                samples.foreign("Work"),
                GOOGLE,
                samples.foreign("linh.tran@meridian.example"),
                Samples.ago(3),
                outcome,
                Receipt.Why.NO_ANSWER,
                outcome == Outcome.REVOKED ? Samples.ago(2) : null,
                outcome == Outcome.TRYING ? Samples.in(5) : null,
                outcome == Outcome.KEPT ? 0 : 49_908,
                URI.create("https://myaccount.google.com/connections"),
                outcome == Outcome.KEPT ? List.of(samples.foreign("YouTube, Slow Trains")) : List.of(),
                stopped);
        String name = (stopped ? "receipt-stopped-" : "receipt-")
                + outcome.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        return new Sample(name, "integrations/receipt", view, samples.inside("/receipts/" + Samples.id(60)));
    }

    private TicketView ticket(Situation situation) {
        return new TicketView(
                situation,
                samples.foreign("trip-planner"),
                samples.foreign("ana.ruiz@meridian.example"),
                GOOGLE,
                List.of(
                        new Asked("See your events", "Titles, times, people and places in your calendars", false),
                        new Asked("Know your name and e-mail", "To tell your account from others", true)),
                Samples.in(9));
    }
}
