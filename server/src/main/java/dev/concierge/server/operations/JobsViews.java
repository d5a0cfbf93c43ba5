package dev.concierge.server.operations;

import dev.concierge.server.jobs.JobFilter;
import dev.concierge.server.jobs.KindFigures;
import dev.concierge.server.jobs.Lane;
import dev.concierge.server.jobs.LaneFigures;
import dev.concierge.server.jobs.QueuedJob;
import dev.concierge.server.jobs.QueuedJobs;
import dev.concierge.server.operations.web.JobsView;
import dev.concierge.server.web.Badge;
import dev.concierge.server.web.Tone;
import java.util.Arrays;
import java.util.List;

/** What {@code /admin/jobs} shows. */
final class JobsViews {
    private JobsViews() {}

    static JobsView page(
            List<LaneFigures> lanes, List<KindFigures> kinds, JobFilter filter, QueuedJobs page, boolean later) {
        Lane only = filter.lane();
        String here = JobsPage.PAGE + "?lane=" + (only == null ? "" : only.word()) + "&state="
                + filter.which().word();
        return new JobsView(
                lanes(lanes),
                kinds.stream().map(JobsViews::kind).toList(),
                Arrays.stream(Lane.values())
                        .map(lane -> new JobsView.Choice(lane.word(), lane.word(), lane == only))
                        .toList(),
                Arrays.stream(JobFilter.Which.values())
                        .filter(which -> which != JobFilter.Which.ALL)
                        .map(which -> new JobsView.Choice(which.word(), words(which), which == filter.which()))
                        .toList(),
                only != null || filter.which() != JobFilter.Which.ALL,
                page.items().stream().map(JobsViews::row).toList(),
                later ? here : null,
                page.nextCursor() == null ? null : here + "&cursor=" + page.nextCursor());
    }

    static JobsView.Lanes lanes(List<LaneFigures> lanes) {
        return new JobsView.Lanes(lanes.stream()
                .map(lane -> new JobsView.LaneRow(
                        lane.lane().word(),
                        badge(lane.state()),
                        lane.running(),
                        lane.due(),
                        lane.later(),
                        lane.failing(),
                        lane.oldest(),
                        lane.next()))
                .toList());
    }

    private static JobsView.Kind kind(KindFigures kind) {
        return new JobsView.Kind(
                kind.lane().word(),
                kind.job(),
                kind.known(),
                kind.queued(),
                kind.next(),
                kind.hour().runs(),
                kind.hour().failed(),
                kind.hour().mean(),
                kind.hour().longest(),
                kind.day().runs(),
                kind.day().failed());
    }

    static JobsView.Row row(QueuedJob job) {
        return new JobsView.Row(
                job.name().lane().word(),
                job.name().job(),
                job.name().instance(),
                badge(job),
                job.state() == QueuedJob.State.RUNNING,
                job.recurring(),
                job.known(),
                job.due(),
                job.failures(),
                job.lastFailure());
    }

    private static Badge badge(LaneFigures.State state) {
        return switch (state) {
            case WELL -> new Badge(Tone.OK, "Well");
            case FAILING -> new Badge(Tone.WARN, "Jobs fail");
            case BEHIND -> new Badge(Tone.WARN, "clock", "Behind");
            case STALLED -> new Badge(Tone.BAD, "Stands still");
        };
    }

    private static Badge badge(QueuedJob job) {
        if (!job.known()) {
            return new Badge(Tone.PLAIN, "Of another release");
        }
        return switch (job.state()) {
            case RUNNING -> new Badge(Tone.INFO, "refresh", "Running");
            case DUE -> job.failures() > 0 ? new Badge(Tone.WARN, "Failed") : new Badge(Tone.INFO, "clock", "Due");
            case LATER -> job.failures() > 0 ? new Badge(Tone.WARN, "Failed") : new Badge(Tone.PLAIN, "Later");
        };
    }

    private static String words(JobFilter.Which which) {
        return switch (which) {
            case ALL -> "Any state";
            case FAILING -> "Failing";
            case RUNNING -> "Running";
            case DUE -> "Due";
            case LATER -> "Later";
        };
    }
}
