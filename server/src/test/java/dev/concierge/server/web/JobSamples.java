package dev.concierge.server.web;

import dev.concierge.server.operations.web.JobDropView;
import dev.concierge.server.operations.web.JobsView;
import dev.concierge.server.operations.web.JobsView.Choice;
import dev.concierge.server.operations.web.JobsView.Kind;
import dev.concierge.server.operations.web.JobsView.LaneRow;
import dev.concierge.server.operations.web.JobsView.Row;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The lanes, quiet and in trouble, and dropping a job. */
final class JobSamples {
    private static final Badge WELL = new Badge(Tone.OK, "Well");

    private final Samples samples;

    JobSamples(Samples samples) {
        this.samples = samples;
    }

    List<Sample> all() {
        return List.of(
                page("well", quiet(), "", List.of(later("audit.seal", "recurring", true)), null),
                page("trouble", trouble(), "", rows(), "/admin/jobs?lane=&state=all&cursor=MjAyNg"),
                page("nothing", quiet(), "running", List.of(), null),
                drop("drop", FreshProof.Asked.NOTHING, null),
                drop("drop-code", FreshProof.Asked.CODE, "That code does not fit, or was used already."),
                drop("drop-sign-in", FreshProof.Asked.SIGN_IN_AGAIN, null));
    }

    private Sample page(String state, List<LaneRow> lanes, String chosen, List<Row> rows, @Nullable String next) {
        return new Sample(
                "admin-jobs-" + state,
                "operations/jobs",
                new JobsView(
                        new JobsView.Lanes(lanes),
                        kinds(),
                        Stream.of("mail", "file", "sync", "refresh", "maintenance")
                                .map(lane -> new Choice(lane, lane, false))
                                .toList(),
                        List.of(
                                new Choice("failing", "Failing", false),
                                new Choice("running", "Running", chosen.equals("running"))),
                        !chosen.isEmpty(),
                        rows,
                        null,
                        next),
                samples.administering("/admin/jobs"));
    }

    private Sample drop(String state, FreshProof.Asked asked, @Nullable String error) {
        return new Sample(
                "admin-jobs-" + state,
                "operations/job-drop",
                new JobDropView(failed(), asked, error),
                samples.administering("/admin/jobs"));
    }

    private static List<LaneRow> quiet() {
        return Stream.of("mail", "file", "sync", "refresh", "maintenance")
                .map(lane -> new LaneRow(lane, WELL, 0, 0, 4, 0, null, Samples.in(2)))
                .toList();
    }

    private static List<LaneRow> trouble() {
        return List.of(
                new LaneRow("mail", new Badge(Tone.WARN, "Jobs fail"), 4, 12, 311, 9, Samples.NOW, Samples.in(1)),
                new LaneRow("file", new Badge(Tone.BAD, "Stands still"), 0, 3, 0, 0, Samples.ago(14), null),
                new LaneRow(
                        "sync", new Badge(Tone.WARN, "clock", "Behind"), 8, 2_411, 6, 0, Samples.ago(3), Samples.in(5)),
                new LaneRow("refresh", WELL, 1, 0, 1, 0, null, Samples.in(1)),
                new LaneRow("maintenance", WELL, 0, 0, 21, 0, null, Samples.in(1)));
    }

    private List<Row> rows() {
        return List.of(
                failed(),
                new Row(
                        "sync",
                        "sync.work",
                        "google:3",
                        new Badge(Tone.INFO, "refresh", "Running"),
                        true,
                        false,
                        true,
                        Samples.ago(1),
                        0,
                        null),
                new Row(
                        "maintenance",
                        samples.foreign("chat.forget"),
                        samples.foreign("recurring"),
                        new Badge(Tone.PLAIN, "Of another release"),
                        false,
                        false,
                        false,
                        Samples.in(9),
                        0,
                        null),
                later("vault.revoke-due", "recurring", true));
    }

    private static Row failed() {
        return new Row(
                "mail",
                "mail.send",
                Samples.id(40).toString(),
                new Badge(Tone.WARN, "Failed"),
                false,
                false,
                true,
                Samples.in(4),
                3,
                Samples.ago(8));
    }

    private static Row later(String job, String instance, boolean recurring) {
        return new Row(
                "maintenance",
                job,
                instance,
                new Badge(Tone.PLAIN, "Later"),
                false,
                recurring,
                true,
                Samples.in(1),
                0,
                null);
    }

    private static List<Kind> kinds() {
        return List.of(
                new Kind("mail", "mail.send", true, 311, Samples.in(1), 1_204, 9, 212, 4_010, 20_771, 12),
                new Kind("file", "identity.export", true, 0, null, 0, 0, 0, 0, 3, 0),
                new Kind("maintenance", "audit.seal", true, 1, Samples.in(1), 3_600, 0, 4, 61, 86_398, 0),
                new Kind("maintenance", "chat.forget", false, 1, Samples.in(9), 0, 0, 0, 0, 0, 0));
    }
}
