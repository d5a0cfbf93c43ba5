package dev.concierge.server.sync;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a person can change about a stream, as it is now.
 *
 * @param own the stream's own pause between two runs that go well
 * @param every the pause that the person chose instead; null for the stream's own
 * @param paused whether it rests
 * @param bodies whether what stands in each thing is read, too
 * @param bodiesOffered whether the stream ever reads that
 * @param bodiesAllowed whether what was allowed at the provider is enough for it
 */
public record StreamSettings(
        Duration own,
        @Nullable Duration every,
        boolean paused,
        boolean bodies,
        boolean bodiesOffered,
        boolean bodiesAllowed) {}
