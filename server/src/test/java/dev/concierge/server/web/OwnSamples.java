package dev.concierge.server.web;

import dev.concierge.server.identity.DepartureReceipt;
import dev.concierge.server.identity.own.Export;
import dev.concierge.server.identity.web.ActivityView;
import dev.concierge.server.identity.web.DeleteView;
import dev.concierge.server.identity.web.DepartedView;
import dev.concierge.server.identity.web.LeavingView;
import dev.concierge.server.identity.web.LinkView;
import dev.concierge.server.identity.web.ProfileView;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One's own account: profile, activity, a copy of the data, and leaving. */
final class OwnSamples {
    private static final String PROFILE = "/profile";

    private final Samples samples;

    OwnSamples(Samples samples) {
        this.samples = samples;
    }

    List<Sample> all() {
        return List.of(
                profile("profile", false, null, null),
                profile("profile-saved", true, null, export(null)),
                profile("profile-refused", false, "Write a name of one line, up to 100 characters.", null),
                profile("profile-no-more", false, null, export(Samples.ago(20))),
                profile("profile-export", false, null, export(Samples.ago(20))),
                activity("activity", rows(), "/activity?cursor=x", null),
                activity("activity-none", List.of(), null, null),
                activity("activity-refused", List.of(), null, "Choose one of the kinds of the list."),
                new Sample(
                        "delete-account",
                        "identity/delete",
                        new DeleteView(
                                List.of(
                                        "3 connected accounts",
                                        "59,254 synced records",
                                        "2 ways to sign in",
                                        "1 API key",
                                        "3 devices that are signed in"),
                                Samples.in(14L * 24 * 60),
                                samples.foreign("linh.tran@meridian.example")),
                        samples.inside("/profile/delete")),
                new Sample(
                        "leaving",
                        "identity/leaving",
                        new LeavingView(samples.foreign("Linh Tran"), Samples.in(9L * 24 * 60)),
                        samples.outside("/leaving")),
                receipt("receipt-deleted", Samples.ago(5)),
                receipt("receipt-under-way", null),
                link(
                        "link-stranger",
                        new LinkView(
                                "Was that not you?",
                                List.of(
                                        "Chrome on Windows signed in to your account. Press, and it is signed out.",
                                        "Your password stops working, too, and we send you a link to choose a new one."),
                                true,
                                new LinkView.Form("This wasn’t me", false, null, 0),
                                List.of(Action.link("It was me", "/")))),
                link(
                        "link-keep",
                        new LinkView(
                                "Keep your account?",
                                List.of(
                                        "It is not deleted then, and what you connected goes on as before.",
                                        "You sign in afterwards. API keys that you had do not come back."),
                                true,
                                new LinkView.Form("Keep my account", false, null, 0),
                                List.of(Action.link("Leave it", "/")))));
    }

    private static Export export(@Nullable Instant ready) {
        return new Export(Samples.id(80), Samples.ago(30), ready, Samples.in(1400), ready == null ? 0 : 120_000);
    }

    private Sample profile(String name, boolean saved, @Nullable String error, @Nullable Export export) {
        return new Sample(
                name,
                "identity/profile",
                new ProfileView(
                        saved,
                        new ProfileView.Form(
                                samples.foreign("Linh Tran"),
                                error,
                                List.of(
                                        new ProfileView.Region(
                                                "World", List.of(new ProfileView.Zone("UTC", "UTC", false))),
                                        new ProfileView.Region(
                                                "Asia",
                                                List.of(new ProfileView.Zone(
                                                        "Asia/Ho_Chi_Minh", "Ho Chi Minh", true)))),
                                error == null ? null : "Choose a time zone of the list.",
                                Arrays.stream(DateForm.values())
                                        .map(form -> new ProfileView.DateChoice(
                                                form.word(),
                                                new Formatting(
                                                                Samples.NOW,
                                                                PersonFormats.PersonFormat.USUAL.zone(),
                                                                form)
                                                        .exact(Samples.NOW),
                                                form == DateForm.DAY_FIRST))
                                        .toList(),
                                null),
                        samples.foreign("linh.tran@meridian.example"),
                        !saved,
                        "User",
                        saved ? null : samples.foreign("VNW001"),
                        Samples.ago(60L * 24 * 400),
                        export,
                        name.equals("profile-no-more")
                                ? "Five copies a day are made of what an account has, and these were. What is there stays. Ask again in 5 hours."
                                : null,
                        true),
                samples.inside(PROFILE));
    }

    private Sample activity(String name, List<ActivityView.Row> rows, @Nullable String older, @Nullable String error) {
        return new Sample(
                name,
                "identity/activity",
                new ActivityView(
                        List.of(
                                new ActivityView.Choice("signing_in", "Signing in", false),
                                new ActivityView.Choice("ways_in", "Passwords, factors and keys", error != null),
                                new ActivityView.Choice("connected", "Connected accounts", false)),
                        error == null ? null : "2026-11-20",
                        null,
                        error != null || rows.isEmpty(),
                        rows,
                        older == null ? null : "/activity",
                        older,
                        error),
                samples.inside("/activity"));
    }

    private List<ActivityView.Row> rows() {
        return List.of(
                row(4, "You", "signed in", "lock", false, false, "method: password", "Firefox on macOS · 203.0.113.24"),
                row(
                        30,
                        "Somebody who was not signed in",
                        "tried to sign in, and did not get through",
                        "lock",
                        true,
                        false,
                        "reason: wrong password",
                        "Chrome on Windows · 2001:db8:85a3::8a2e:370:7334"),
                row(200, "An administrator", "changed your local id", "people", false, true, "none → VNW001", ""),
                row(900, "You", "connected an account", "keys", false, false, "provider: google", ""),
                row(2_000, "Concierge", "renewed a token", "refresh", false, false, "", ""),
                row(
                        9_000,
                        "One of your API keys",
                        "asked for a sync",
                        "refresh",
                        false,
                        false,
                        samples.foreign("label: home"),
                        ""));
    }

    private static ActivityView.Row row(
            long minutes,
            String who,
            String what,
            String icon,
            boolean refused,
            boolean other,
            String facts,
            String from) {
        return new ActivityView.Row(Samples.ago(minutes), who, what, icon, refused, other, facts, from);
    }

    private Sample receipt(String name, @Nullable Instant done) {
        return new Sample(
                name,
                "identity/departed",
                new DepartedView(
                        new DepartureReceipt(
                                Samples.ago(15L * 24 * 60),
                                Samples.ago(60),
                                done,
                                List.of(
                                        new DepartureReceipt.Line(
                                                "Name, address and profile", "Deleted. The address is free again."),
                                        new DepartureReceipt.Line(
                                                "2 ways to sign in", "Deleted. Nothing opens the account any more."),
                                        new DepartureReceipt.Line(
                                                "Google account",
                                                "Disconnected. Google confirmed that our access ended. 59,254 records were deleted here."),
                                        new DepartureReceipt.Line(
                                                "Notion account",
                                                "Disconnected. Notion did not confirm the end; look there, and remove our access.")))),
                samples.outside("/link/receipt/x"));
    }

    private Sample link(String name, LinkView view) {
        return new Sample(name, "identity/link", view, samples.outside("/link/x"));
    }
}
