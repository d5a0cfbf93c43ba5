package dev.concierge.server.identity;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Counts sign-ins and sign-ups by method and outcome. */
@Component
class SignInMeters {
    private final @Nullable MeterRegistry meters;

    SignInMeters(ObjectProvider<MeterRegistry> meters) {
        this.meters = meters.getIfAvailable();
    }

    /** @param method {@link SessionStarter#PASSWORD}, or the provider's id */
    void signIn(String method, String outcome) {
        count("concierge.sign_ins", method, outcome);
    }

    void signUp(String method, String outcome) {
        count("concierge.sign_ups", method, outcome);
    }

    void refresh(String outcome) {
        if (meters != null) {
            meters.counter("concierge.token_refreshes", "outcome", outcome).increment();
        }
    }

    /** @param outcome {@code good}, or a {@link TokenFault}'s word */
    void accessToken(String outcome) {
        if (meters != null) {
            meters.counter("concierge.access_tokens", "outcome", outcome).increment();
        }
    }

    private void count(String name, String method, String outcome) {
        if (meters != null) {
            meters.counter(name, "method", method, "outcome", outcome).increment();
        }
    }
}
