package dev.concierge.server.encryption;

import dev.concierge.server.support.TestServer;

/** Signers for tests of other rooms that need no server. */
public final class Signers {
    private Signers() {}

    /** One under a key of its own. */
    public static Signer random() {
        return new Signer(MasterKeys.hmac(TestServer.Keys.random().secret()));
    }
}
