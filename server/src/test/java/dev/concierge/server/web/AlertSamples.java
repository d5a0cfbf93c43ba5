package dev.concierge.server.web;

import dev.concierge.server.identity.people.web.AlertView;
import dev.concierge.server.identity.people.web.AlertsView;
import dev.concierge.server.identity.people.web.PeopleView.Choice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pages of alerts, as administrators and managers see them. */
final class AlertSamples {
    private static final String ALERTS = "/admin/alerts";

    private final Samples samples;

    AlertSamples(Samples samples) {
        this.samples = samples;
    }

    List<Sample> all() {
        return List.of(
                list("alerts", false, rows(), null),
                list("alerts-quiet", false, List.of(), null),
                list("alerts-nothing", true, List.of(), null),
                list("alerts-refused", true, List.of(), "about is the id of an account."),
                one("alert", new AlertView.Form("", null), null, 17),
                one(
                        "alert-refused",
                        new AlertView.Form("", "Write what you found in one line of up to 400 characters."),
                        null,
                        17),
                one("alert-for-managers", null, null, 1),
                one(
                        "alert-done",
                        null,
                        new AlertView.Done(
                                samples.foreign("Jonas Weber"),
                                Samples.ago(3),
                                samples.foreign("Her own old phone, which synced a copy.")),
                        17));
    }

    private Sample list(String name, boolean narrowed, List<AlertsView.Row> rows, @Nullable String error) {
        return new Sample(
                name,
                "people/alerts",
                new AlertsView(
                        List.of(
                                new Choice("token_reuse", "A refresh token was used twice", false),
                                new Choice("new_administrator", "A new administrator", narrowed)),
                        List.of(new Choice("open", "Open", narrowed), new Choice("acknowledged", "Looked into", false)),
                        error == null ? "" : samples.foreign("no id"),
                        narrowed,
                        rows,
                        rows.isEmpty() ? null : ALERTS,
                        rows.isEmpty() ? null : ALERTS + "?cursor=x",
                        error),
                samples.administering(ALERTS));
    }

    private List<AlertsView.Row> rows() {
        return List.of(
                new AlertsView.Row(
                        Samples.id(21),
                        "A refresh token was used twice",
                        "replayed",
                        samples.foreign("Linh Tran"),
                        1,
                        Samples.ago(4),
                        null),
                new AlertsView.Row(
                        Samples.id(22),
                        "Many wrong tries from a network",
                        "",
                        "network:2001:db8:77:1::/64",
                        10_000,
                        Samples.ago(9),
                        null),
                new AlertsView.Row(Samples.id(23), "Many wrong tries from a network", "", "", 3, Samples.ago(30), null),
                new AlertsView.Row(
                        Samples.id(24),
                        "A new administrator",
                        "",
                        samples.foreign("Tomasz Strackiewicz"),
                        1,
                        Samples.ago(60L * 30),
                        samples.foreign("Jonas Weber")));
    }

    private Sample one(String name, AlertView.@Nullable Form form, AlertView.@Nullable Done done, long times) {
        return new Sample(
                name,
                "people/alert",
                new AlertView(
                        Samples.id(21),
                        "A refresh token was used twice",
                        "Two programs had the token that one may have: it was copied. The sign-in ended for both, and its person was told.",
                        samples.foreign("replayed"),
                        samples.foreign("Linh Tran"),
                        Samples.id(2),
                        "sign-in:" + Samples.id(31),
                        "Nobody signed in",
                        null,
                        times,
                        Samples.ago(44),
                        Samples.ago(4),
                        "/admin/audit?account=" + Samples.id(2),
                        done,
                        form),
                samples.administering(ALERTS));
    }
}
