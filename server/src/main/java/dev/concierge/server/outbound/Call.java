package dev.concierge.server.outbound;

import dev.concierge.server.outbound.OutboundOutcome.Answered;
import dev.concierge.server.outbound.OutboundOutcome.Reason;
import dev.concierge.server.outbound.OutboundOutcome.Unreachable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;

/** One call under way: made on a thread of its own, given up from the caller's. */
final class Call {
    /** Where the guard of a call stands in the client's context. */
    static final String GUARD = SendGuard.class.getName();

    private static final int CHUNK = 8192;

    private final CloseableHttpClient client;
    private final OutboundRequest request;
    private final Clock clock;
    private final SendGuard guard;
    private final HttpUriRequestBase message;

    Call(CloseableHttpClient client, OutboundRequest request, Clock clock) {
        this.client = client;
        this.request = request;
        this.clock = clock;
        this.guard = new SendGuard(clock, request.sendBy());
        this.message = message(request);
    }

    private static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Makes the call. */
    OutboundOutcome make() {
        HttpClientContext context = HttpClientContext.create();
        context.setAttribute(GUARD, guard);
        try {
            return client.execute(target(), message, context, this::read);
        } catch (IOException | RuntimeException e) {
            return failed(e);
        }
    }

    /** Ends the call from outside; nothing is sent after this. */
    Unreachable giveUp(Reason reason) {
        boolean sent = guard.giveUp();
        message.cancel();
        return new Unreachable(reason, sent, null);
    }

    private HttpHost target() {
        HostPort place = HostPort.of(request.url());
        String host = place.host();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new HttpHost(request.url().getScheme(), bare, place.port());
    }

    private static HttpUriRequestBase message(OutboundRequest request) {
        HttpUriRequestBase message = new HttpUriRequestBase(request.method().name(), request.url());
        request.headers().forEach(message::setHeader);
        byte[] body = request.body();
        if (body != null) {
            message.setEntity(new ByteArrayEntity(body, ContentType.parse(request.contentType())));
        }
        Timeout whole = Timeout.of(request.deadline());
        message.setConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(whole)
                .setResponseTimeout(whole)
                .setRedirectsEnabled(false)
                .setAuthenticationEnabled(false)
                .setExpectContinueEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .build());
        return message;
    }

    private Answered read(ClassicHttpResponse response) throws IOException {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (Header header : response.getHeaders()) {
            fields.computeIfAbsent(header.getName(), _ -> new ArrayList<>()).add(String.valueOf(header.getValue()));
        }
        AnswerHeaders headers = AnswerHeaders.of(fields);
        Duration retryAfter = headers.first("Retry-After")
                .map(value -> RetryAfter.parse(value, clock.instant()))
                .orElse(null);
        return new Answered(response.getCode(), headers, body(response.getEntity()), retryAfter);
    }

    private Content body(HttpEntity entity) throws IOException {
        if (entity == null) {
            return Content.owning(new byte[0]);
        }
        int limit = request.answerLimit();
        if (entity.getContentLength() > limit) {
            throw tooLarge();
        }
        ByteArrayOutputStream collected = new ByteArrayOutputStream(CHUNK);
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = entity.getContent()) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (collected.size() + read > limit) {
                    throw tooLarge();
                }
                collected.write(chunk, 0, read);
            }
        }
        return Content.owning(collected.toByteArray());
    }

    /** Cuts the connection first: closing an answer politely would read the rest of it. */
    private TooLargeException tooLarge() {
        message.cancel();
        return new TooLargeException();
    }

    private Unreachable failed(Exception e) {
        boolean sent = guard.giveUp();
        return new Unreachable(sent ? afterSending(e) : beforeSending(e), sent, null);
    }

    private static Reason beforeSending(Exception e) {
        return switch (e) {
            case CheckedResolver.RefusedAddressException _ -> Reason.REFUSED_ADDRESS;
            case SendGuard.TooLateException _ -> Reason.TIMEOUT;
            case ConnectionRequestTimeoutException _ -> Reason.BULKHEAD_FULL;
            case SSLException _ -> Reason.TLS;
            default -> Reason.CONNECT;
        };
    }

    private static Reason afterSending(Exception e) {
        return switch (e) {
            case TooLargeException _ -> Reason.TOO_LARGE;
            case MessageConstraintException _ -> Reason.TOO_LARGE;
            case SocketTimeoutException _ -> Reason.TIMEOUT;
            default -> Reason.CUT;
        };
    }
}
