package dev.concierge.server.identity;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Counts sign-ins and sign-ups by outcome. */
@Component
class SignInMeters {
    private final @Nullable MeterRegistry meters;

    SignInMeters(ObjectProvider<MeterRegistry> meters) {
        this.meters = meters.getIfAvailable();
    }

    void signIn(String outcome) {
        count("concierge.sign_ins", outcome);
    }

    void signUp(String outcome) {
        count("concierge.sign_ups", outcome);
    }

    private void count(String name, String outcome) {
        if (meters != null) {
            meters.counter(name, "outcome", outcome).increment();
        }
    }
}
