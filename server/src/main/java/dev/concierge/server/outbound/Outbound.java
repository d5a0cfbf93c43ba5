package dev.concierge.server.outbound;

/**
 * The only way out of the server. A call goes to a host of its own list, over https (plain http only to what the operator named in
 * {@code ALLOWED_PRIVATE_HOSTS}), to an address that was checked after resolving and is then dialled itself; no redirect is followed, no proxy,
 * cookie or credential of the surroundings is used. Each call has one total deadline and a largest answer, each provider a breaker and a
 * bulkhead. Thread-safe; made for virtual threads.
 */
public interface Outbound {
    /**
     * Makes one call and waits for its end, at most a little longer than its deadline. There is no retry: who may repeat a call is known by the
     * caller alone.
     *
     * @throws IllegalStateException inside a transaction, because a connection of the database would be held while the other side is waited for
     */
    OutboundOutcome send(OutboundRequest request);
}
