package dev.concierge.server.webhooks;

import dev.concierge.server.catalog.Provider;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.integrations.Integration;
import java.time.Instant;
import java.util.Optional;

/**
 * How channels are opened, prolonged and ended at one kind of API. Calls go out with the person's own token, never inside a transaction; each may throw
 * {@link dev.concierge.server.problem.ProblemException} when no token can be had.
 */
interface PushDialect {
    /** The catalog's word for it. */
    Provider.Push word();

    /** Asks for a channel. */
    Opening open(Integration integration, PushChannel channel, Secret secret, Instant now);

    /** Has a channel live longer where it stands; {@link Opening.Refused} when it cannot or is gone: then another one is opened in its place. */
    Opening renew(Integration integration, PushChannel channel, Instant now);

    /** The call that ends a channel; whether the provider heard it makes no difference: its pushes are refused from now on. Empty for one that was never opened. */
    Optional<PushCall> ending(PushChannel channel);
}
