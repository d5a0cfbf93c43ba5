package dev.concierge.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.sync.streams.Api;
import dev.concierge.server.sync.streams.ApiOutcome;
import dev.concierge.server.sync.streams.ApiRequest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A page of several calls, and the claim that it is read under. */
@Tag("flow")
class HeldApiTest {
    private static final ApiRequest REQUEST = ApiRequest.of("/things").build();

    private int calls;

    private final Api counted = new Api() {
        @Override
        public ApiOutcome ask(ApiRequest request) {
            calls++;
            return new ApiOutcome.Missing();
        }

        @Override
        public boolean granted(String scope) {
            return true;
        }

        @Override
        public boolean readsBodies() {
            return false;
        }

        @Override
        public Optional<String> below(String link) {
            return Optional.of(link);
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }
    };

    @Test
    void each_call_prolongs_the_claim_and_none_is_made_after_it_was_lost() {
        Deque<Boolean> stands = new ArrayDeque<>(List.of(true, true, false));
        Api api = new HeldApi(counted, stands::pop);

        assertThat(api.ask(REQUEST)).isEqualTo(new ApiOutcome.Missing());
        assertThat(api.ask(REQUEST)).isEqualTo(new ApiOutcome.Missing());
        assertThat(api.ask(REQUEST)).isEqualTo(new ApiOutcome.Stopped("claim_lost"));
        assertThat(calls).isEqualTo(2);
        assertThat(stands).isEmpty();
    }

    @Test
    void without_the_database_no_call_is_made() {
        Api api = new HeldApi(counted, () -> {
            throw new ProblemException(ProblemType.UNAVAILABLE, "The database does not answer.");
        });
        assertThat(api.ask(REQUEST)).isEqualTo(new ApiOutcome.Failed("database_away"));
        assertThat(calls).isZero();
    }
}
