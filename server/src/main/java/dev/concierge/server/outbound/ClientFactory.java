package dev.concierge.server.outbound;

import java.net.Proxy;
import java.net.Socket;
import java.util.Objects;
import java.util.Set;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The HTTP client behind {@link Outbound}. All that a browser-like client does by itself is off: redirects, cookies, retries, proxies and
 * credentials of the surroundings (design, section 11 rule 7).
 */
final class ClientFactory {
    private static final String[] TLS_VERSIONS = {"TLSv1.3", "TLSv1.2"};
    private static final int LONGEST_LINE = 16 * 1024;
    private static final int MOST_HEADERS = 100;
    private static final int MOST_EMPTY_LINES = 4;
    /** More than all bulkheads together let through: those of one provider must not wait here for another's at the same host. */
    private static final int MOST_CONNECTIONS = 100_000;

    private static final TimeValue KEEP_IDLE = TimeValue.ofSeconds(20);
    /** Before each use: on a connection that its host has closed meanwhile, a refresh token would count as sent and its answer as lost. */
    private static final TimeValue CHECK_AFTER = TimeValue.ZERO_MILLISECONDS;

    private static final TimeValue LIFE = TimeValue.ofMinutes(5);

    private ClientFactory() {}

    /** The JDK's plain sockets ask the surroundings for a SOCKS proxy unless they are told that there is none. */
    private static final class DirectConnections extends PoolingHttpClientConnectionManagerBuilder {
        @Override
        protected HttpClientConnectionOperator createConnectionOperator(
                SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
            return new DefaultHttpClientConnectionOperator(
                    _ -> new Socket(Proxy.NO_PROXY),
                    ports,
                    names,
                    RegistryBuilder.<TlsSocketStrategy>create()
                            .register(URIScheme.HTTPS.id, tls)
                            .build());
        }
    }

    static CloseableHttpClient create(OutboundSettings settings, Set<HostPort> privateHosts, HostLookup lookup) {
        return HttpClientBuilder.create()
                .setConnectionManager(connections(settings, new CheckedResolver(lookup, privateHosts)))
                .setRoutePlanner(new DefaultRoutePlanner(DefaultSchemePortResolver.INSTANCE))
                .setDefaultCredentialsProvider(new BasicCredentialsProvider())
                .setUserAgent("Concierge")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .evictExpiredConnections()
                .addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), "send-guard", (request, scope, chain) -> {
                    SendGuard guard = scope.clientContext.getAttribute(Call.GUARD, SendGuard.class);
                    Objects.requireNonNull(guard, "a call without a guard").pass();
                    return chain.proceed(request, scope);
                })
                .build();
    }

    private static PoolingHttpClientConnectionManager connections(OutboundSettings settings, CheckedResolver resolver) {
        return new DirectConnections()
                .setDnsResolver(resolver)
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(
                        Trust.context(settings.trustedCaFile()),
                        TLS_VERSIONS,
                        null,
                        SSLBufferMode.STATIC,
                        HostnameVerificationPolicy.BOTH,
                        new DefaultHostnameVerifier()))
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxLineLength(LONGEST_LINE)
                                .setMaxHeaderCount(MOST_HEADERS)
                                .setMaxEmptyLineCount(MOST_EMPTY_LINES)
                                .build())
                        .build())
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.STRICT)
                .setMaxConnPerRoute(MOST_CONNECTIONS)
                .setMaxConnTotal(MOST_CONNECTIONS)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                        .setValidateAfterInactivity(CHECK_AFTER)
                        .setIdleTimeout(Timeout.of(KEEP_IDLE.toDuration()))
                        .setTimeToLive(LIFE)
                        .build())
                .build();
    }
}
