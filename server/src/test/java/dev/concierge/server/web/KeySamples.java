package dev.concierge.server.web;

import dev.concierge.server.vault.web.AdminKeysView;
import dev.concierge.server.vault.web.AdminKeysView.Form;
import dev.concierge.server.vault.web.AdminKeysView.Progress;
import dev.concierge.server.vault.web.AdminKeysView.Stage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The data keys, before, during and after a rotation. */
final class KeySamples {
    private static final long VALUES = 184_211;
    private static final Instant BEGAN = Samples.ago(12);
    private static final Notice BEHIND = new Notice(
            Tone.WARN,
            "One server does not hold the present keys.",
            "They look every five seconds. If this stays, they need the new ENCRYPTION_KEY and a restart.");

    private static final String WRAPPED_BY = "Vault transit/concierge, version 3";

    private final Samples samples;

    KeySamples(Samples samples) {
        this.samples = samples;
    }

    List<Sample> all() {
        return List.of(
                page("none", List.of(), first(), new Progress(Stage.NONE, 0, 0, 0, 0, null, null), form(false, null)),
                page(
                        "code",
                        List.of(),
                        first(),
                        new Progress(Stage.NONE, 0, 0, 0, 0, null, null),
                        form(true, "That code does not fit, or was used already.")),
                page("sign-in", List.of(), first(), gone(), new Form(FreshProof.Asked.SIGN_IN_AGAIN, null)),
                page("running", List.of(BEHIND), two(), progress(Stage.RUNNING, 61, 112_368, 0), null),
                page("unreadable", List.of(), two(), progress(Stage.RUNNING, 99, VALUES - 2, 2), null),
                page("paused", List.of(), two(), progress(Stage.PAUSED, 61, 112_368, 0), null),
                page(
                        "done",
                        List.of(),
                        two(),
                        new Progress(Stage.DONE, 100, VALUES, VALUES, 0, BEGAN, Samples.in(14)),
                        null),
                page("destroyed", List.of(), after(), gone(), form(false, null)));
    }

    private Sample page(
            String state, List<Notice> notices, List<AdminKeysView.Key> keys, Progress progress, @Nullable Form form) {
        return new Sample(
                "admin-keys-" + state,
                "vault/keys",
                new AdminKeysView(notices, keys, progress, form),
                samples.administering("/admin/keys"));
    }

    private static Form form(boolean askPassword, @Nullable String error) {
        return new Form(askPassword ? FreshProof.Asked.CODE : FreshProof.Asked.NOTHING, error);
    }

    private static Progress progress(Stage stage, int percent, long done, long unreadable) {
        return new Progress(stage, percent, done, VALUES, unreadable, BEGAN, null);
    }

    private static Progress gone() {
        return new Progress(Stage.DESTROYED, 100, VALUES, VALUES, 0, Samples.ago(90), Samples.ago(4));
    }

    private static List<AdminKeysView.Key> first() {
        return List.of(new AdminKeysView.Key(
                "5b21c9f0", new Badge(Tone.OK, "In use"), WRAPPED_BY, Samples.ago(60L * 24 * 300), null, 4 * VALUES));
    }

    private static List<AdminKeysView.Key> two() {
        return List.of(
                new AdminKeysView.Key("a7304e1d", new Badge(Tone.OK, "In use"), WRAPPED_BY, BEGAN, null, VALUES),
                new AdminKeysView.Key(
                        "5b21c9f0",
                        new Badge(Tone.INFO, "clock", "Retired"),
                        WRAPPED_BY,
                        Samples.ago(60L * 24 * 300),
                        BEGAN,
                        4 * VALUES));
    }

    private static List<AdminKeysView.Key> after() {
        return List.of(
                new AdminKeysView.Key("a7304e1d", new Badge(Tone.OK, "In use"), WRAPPED_BY, BEGAN, null, VALUES),
                new AdminKeysView.Key(
                        "5b21c9f0",
                        new Badge(Tone.PLAIN, "Destroyed"),
                        null,
                        Samples.ago(60L * 24 * 300),
                        Samples.ago(4),
                        4 * VALUES));
    }
}
