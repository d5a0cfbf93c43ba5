package dev.concierge.server.operations.web;

import dev.concierge.server.web.FreshProof;
import org.jspecify.annotations.Nullable;

/**
 * Template {@code operations/job-drop}: GET {@code /admin/jobs/drop}.
 *
 * @param asked what the person proves first
 * @param error what was wrong with what was sent; null when nothing was
 */
public record JobDropView(
        JobsView.Row job, FreshProof.Asked asked, @Nullable String error) {}
