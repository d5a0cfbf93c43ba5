package dev.concierge.server.outbound;

import java.util.Properties;
import javax.net.ssl.SSLContext;

/** The trust of outgoing calls, for the one protocol beside HTTP that leaves this server: SMTP, whose client is the mail room's. */
public final class TrustedTls {
    private final SSLContext context;

    TrustedTls(SSLContext context) {
        this.context = context;
    }

    /**
     * Has a Jakarta Mail session believe what outgoing calls believe, and check the server's name, over TLS 1.2 or newer.
     *
     * @param protocol the session's protocol, for example {@code smtp}
     */
    public void useFor(Properties session, String protocol) {
        session.put("mail." + protocol + ".ssl.socketFactory", context.getSocketFactory());
        session.put("mail." + protocol + ".ssl.checkserveridentity", "true");
        session.put("mail." + protocol + ".ssl.protocols", "TLSv1.3 TLSv1.2");
    }
}
