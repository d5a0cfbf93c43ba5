package dev.concierge.server.sync;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.sync.streams.Api;
import dev.concierge.server.sync.streams.ApiOutcome;
import dev.concierge.server.sync.streams.ApiRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * An API that is used under a claim. A page of many calls may take longer than the claim's lease, which only a stored page prolongs: so each call
 * prolongs it first. Who lost the claim makes no further call.
 */
final class HeldApi implements Api {
    private final Api api;
    private final BooleanSupplier prolong;

    /** @param prolong whether the claim still stood */
    HeldApi(Api api, BooleanSupplier prolong) {
        this.api = api;
        this.prolong = prolong;
    }

    @Override
    public ApiOutcome ask(ApiRequest request) {
        try {
            return prolong.getAsBoolean() ? api.ask(request) : new ApiOutcome.Stopped("claim_lost");
        } catch (ProblemException e) {
            return new ApiOutcome.Failed("database_away");
        }
    }

    @Override
    public boolean granted(String scope) {
        return api.granted(scope);
    }

    @Override
    public boolean readsBodies() {
        return api.readsBodies();
    }

    @Override
    public Optional<String> below(String link) {
        return api.below(link);
    }

    @Override
    public Instant now() {
        return api.now();
    }
}
