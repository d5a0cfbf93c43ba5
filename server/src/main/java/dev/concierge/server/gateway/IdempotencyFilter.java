package dev.concierge.server.gateway;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.limits.Limit;
import dev.concierge.server.limits.Limiter;
import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.ProblemAnswers;
import dev.concierge.server.web.RequestTooLargeException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * {@code Idempotency-Key} for every POST of the API by a bearer caller, also those that a later room adds. The answer leaves only when it has been
 * kept, so whoever saw it sees the same one again. Behind the security chain and the limits.
 */
@ConditionalOnWebApplication
@Component
@Order(2)
final class IdempotencyFilter extends OncePerRequestFilter {
    static final String KEY = "Idempotency-Key";
    static final String REPLAYED = "Idempotency-Replayed";

    /** These read or write files of any length as they come; neither is ever whole in memory, and one that is sent again does nothing twice. */
    private static final Set<String> FILES = Set.of("/api/v1/users/import", "/api/v1/users/export");

    /** New keys of one caller: each is a row for a day. */
    private static final Limit NEW_KEYS = new Limit("idempotency keys", 10_000, Duration.ofSeconds(9));

    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final Logger log = LoggerFactory.getLogger(IdempotencyFilter.class);

    private final ObjectProvider<IdempotencyKeys> keys;
    private final Limiter limiter;
    private final ProblemAnswers answers;

    /** @param keys looked up at the first use: filters are made before the database is looked at, and that fault is told by itself */
    IdempotencyFilter(ObjectProvider<IdempotencyKeys> keys, Limiter limiter, ProblemAnswers answers) {
        this.keys = keys;
        this.limiter = limiter;
        this.answers = answers;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("POST")
                || !request.getRequestURI().startsWith("/api/v1/")
                || request.getHeader(KEY) == null
                || FILES.contains(request.getRequestURI())
                || Bearers.caller().isEmpty();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            Secret key = key(request);
            byte[] body = request.getInputStream().readAllBytes();
            Caller.Program caller = Bearers.caller().orElseThrow();
            var named =
                    new IdempotencyKeys.Request(caller.accountId(), caller.credentialId(), key, content(request, body));
            switch (keys.getObject().begin(named)) {
                case KeyClaim.Begun(UUID id) -> act(new KeptBody(request, body), response, chain, caller, id);
                case KeyClaim.Answered(KeptAnswer answer) -> repeat(answer, response);
                case KeyClaim.OtherRequest _ ->
                    throw new ProblemException(
                            ProblemType.IDEMPOTENCY_KEY_REUSED,
                            "This Idempotency-Key came before with another address or body. Nothing was done.");
                case KeyClaim.UnderWay(Duration wait) ->
                    throw new ProblemException(
                                    ProblemType.IDEMPOTENCY_IN_PROGRESS,
                                    "The first request with this Idempotency-Key is still under way.")
                            .retryAfter(wait);
            }
        } catch (ProblemException e) {
            answers.write(request, response, e);
        } catch (RequestTooLargeException e) {
            answers.write(
                    request,
                    response,
                    new ProblemException(ProblemType.TOO_LARGE, "The request is larger than we take.", e));
        }
    }

    private void act(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain, Caller.Program caller, UUID id)
            throws ServletException, IOException {
        boolean keep = false;
        ContentCachingResponseWrapper kept = new ContentCachingResponseWrapper(response);
        try {
            limiter.take(NEW_KEYS, caller.credentialId().toString());
            chain.doFilter(request, kept);
            keep = isWorthKeeping(kept.getStatus());
        } finally {
            if (!keep) {
                release(caller.accountId(), id);
            }
        }
        if (keep) {
            finish(caller.accountId(), id, kept);
        }
        kept.copyBodyToResponse();
    }

    /** What another try may change is not kept. */
    private static boolean isWorthKeeping(int status) {
        return status < 500 && status != ProblemType.TOO_MANY_REQUESTS.status();
    }

    /** The act is done: when its answer cannot be kept, the caller gets it all the same. */
    private void finish(UUID accountId, UUID id, ContentCachingResponseWrapper answer) {
        try {
            keys.getObject()
                    .finish(
                            accountId,
                            id,
                            new KeptAnswer(
                                    answer.getStatus(),
                                    answer.getContentType(),
                                    Secret.of(answer.getContentAsByteArray())));
        } catch (RuntimeException e) {
            log.warn("An answer could not be kept for its idempotency key", e);
        }
    }

    private void release(UUID accountId, UUID id) {
        try {
            keys.getObject().release(accountId, id);
        } catch (RuntimeException e) {
            log.warn("An idempotency key could not be given back; it is free again in a minute", e);
        }
    }

    private static void repeat(KeptAnswer answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        response.setHeader(REPLAYED, "true");
        response.setHeader("Cache-Control", "no-store");
        if (answer.contentType() != null) {
            response.setContentType(answer.contentType());
        }
        response.getOutputStream().write(answer.body().revealBytes());
    }

    private static Secret key(HttpServletRequest request) {
        List<String> sent = Collections.list(request.getHeaders(KEY));
        if (sent.size() != 1 || !FORM.matcher(sent.getFirst()).matches()) {
            throw new ProblemException(
                    ProblemType.BAD_REQUEST, "Idempotency-Key comes once, with 1 to 255 visible ASCII characters.");
        }
        return Secret.of(sent.getFirst());
    }

    private static Secret content(HttpServletRequest request, byte[] body) {
        String query = Objects.requireNonNullElse(request.getQueryString(), "");
        String head = request.getMethod() + ' ' + request.getRequestURI() + '?' + query + '\n';
        byte[] start = head.getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[start.length + body.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return Secret.of(all);
    }
}
