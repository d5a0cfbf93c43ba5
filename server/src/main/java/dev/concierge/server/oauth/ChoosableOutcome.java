package dev.concierge.server.oauth;

import java.time.Duration;
import java.util.List;

/** What a provider said when it was asked what can be chosen. */
public sealed interface ChoosableOutcome {
    /** All of it, each once, in the provider's order; empty when there is nothing. */
    record Listed(List<Choosable> all) implements ChoosableOutcome {
        public Listed {
            all = List.copyOf(all);
        }
    }

    /** It does not answer this token. */
    record Refused(int status) implements ChoosableOutcome {}

    record Unavailable(Trouble trouble, Duration retryAfter) implements ChoosableOutcome {}
}
