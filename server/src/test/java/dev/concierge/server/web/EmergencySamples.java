package dev.concierge.server.web;

import dev.concierge.server.integrations.web.EmergencyStopView;
import dev.concierge.server.integrations.web.EmergencyStopView.Failure;
import dev.concierge.server.integrations.web.EmergencyStopView.Progress;
import dev.concierge.server.integrations.web.EmergencyStopView.Stage;
import dev.concierge.server.integrations.web.EmergencyView;
import dev.concierge.server.integrations.web.EmergencyView.Choose;
import dev.concierge.server.integrations.web.EmergencyView.Confirm;
import dev.concierge.server.integrations.web.EmergencyView.Option;
import dev.concierge.server.web.FreshProof.Asked;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The emergency page before, at and after a stop. */
final class EmergencySamples {
    private static final long CONNECTIONS = 12_408;
    private static final long PEOPLE = 3_190;

    private final Samples samples;

    EmergencySamples(Samples samples) {
        this.samples = samples;
    }

    List<Sample> all() {
        return List.of(
                page("none", choose("provider", null), null, List.of()),
                page("history", choose("provider", null), null, history()),
                page("nothing", choose("account", "There is no such account or provider."), null, List.of()),
                page("confirm", choose("provider", null), confirm("", Asked.NOTHING, null), history()),
                page(
                        "refused",
                        choose("provider", null),
                        confirm(
                                samples.foreign("Their support bot was breached, INC-88"),
                                Asked.CODE,
                                "Write 12408, the number of connections that this ends. Nothing was ended."),
                        List.of()),
                page("sign-in", choose("everything", null), confirm("", Asked.SIGN_IN_AGAIN, null), List.of()),
                stop("ending", progress(Stage.ENDING, 4_100, 2_800, 1_290, 0, List.of())),
                stop("revoking", progress(Stage.REVOKING, CONNECTIONS, 9_004, 3_380, 24, List.of())),
                stop("paused", progress(Stage.PAUSED, CONNECTIONS, 9_004, 3_380, 24, List.of())),
                stop("done", progress(Stage.DONE, CONNECTIONS, CONNECTIONS, 0, 0, List.of())),
                stop("failures", progress(Stage.DONE, CONNECTIONS, 12_204, 0, 24, failures())));
    }

    private Sample page(String state, Choose choose, @Nullable Confirm confirm, List<EmergencyView.Row> history) {
        return new Sample(
                "admin-emergency-" + state,
                "integrations/emergency",
                new EmergencyView(choose, confirm, history),
                samples.administering("/admin/emergency"));
    }

    private Sample stop(String state, Progress progress) {
        EmergencyStopView view = new EmergencyStopView(
                "Everything at Google",
                samples.foreign("Their support bot was breached, INC-88"),
                "another administrator",
                Samples.ago(12),
                progress);
        return new Sample(
                "admin-emergency-stop-" + state,
                "integrations/emergency-stop",
                view,
                samples.administering("/admin/emergency/" + Samples.id(70)));
    }

    private static Choose choose(String kind, @Nullable String error) {
        return new Choose(
                List.of(new Option("github", "GitHub"), new Option("google", "Google"), new Option("notion", "Notion")),
                List.of(new Option("github", "GitHub"), new Option("google", "Google, YouTube")),
                kind,
                error);
    }

    private static Confirm confirm(String reason, Asked asked, @Nullable String error) {
        return new Confirm("Everything at Google", "provider", "google", CONNECTIONS, PEOPLE, 3, reason, asked, error);
    }

    private List<EmergencyView.Row> history() {
        return List.of(
                new EmergencyView.Row(
                        Samples.id(71),
                        "Everything of " + samples.foreign("linh.tran@meridian.example"),
                        samples.foreign("Laptop stolen"),
                        "you",
                        4,
                        Samples.ago(3),
                        new Badge(Tone.INFO, "refresh", "Ending")),
                new EmergencyView.Row(
                        Samples.id(70),
                        "Everything at Google",
                        samples.foreign("Their support bot was breached, INC-88"),
                        "an operator at the machine",
                        CONNECTIONS,
                        Samples.ago(60L * 24 * 40),
                        new Badge(Tone.OK, "Ended")));
    }

    private static Progress progress(
            Stage stage, long ended, long revoked, long waiting, long kept, List<Failure> failed) {
        return new Progress(
                Samples.id(70),
                stage,
                CONNECTIONS,
                PEOPLE,
                ended,
                revoked,
                waiting,
                kept,
                failed,
                stage == Stage.PAUSED ? Samples.ago(5) : null);
    }

    private static List<Failure> failures() {
        return List.of(
                new Failure("Google", "Google did not answer for three days.", 130),
                new Failure("Notion", "Notion has no way for us to ask.", 50));
    }
}
