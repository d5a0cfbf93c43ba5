package dev.concierge.server.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * The cookie that tells one browser from another, before and without any sign-in: 256 random bits in {@code __Host-browser}. Form checks and
 * trips to a provider are bound to its hash, so that what one browser began no other can finish (RFC 9700 section 4.7).
 */
public final class BrowserCookie {
    /** The prefix makes browsers refuse it without Secure and Path=/, and from any other host (RFC 6265bis section 4.1.3.2). */
    public static final String NAME = "__Host-browser";

    private static final Duration AGE = Duration.ofDays(365);
    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final String MADE = BrowserCookie.class.getName();
    private static final SecureRandom RANDOM = new SecureRandom();

    private BrowserCookie() {}

    /** The browser of this request; empty when it sent no cookie, a malformed one, or two. */
    public static Optional<BrowserId> read(HttpServletRequest request) {
        if (request.getAttribute(MADE) instanceof BrowserId made) {
            return Optional.of(made);
        }
        List<String> values = values(request);
        return values.size() == 1 && FORM.matcher(values.getFirst()).matches()
                ? Optional.of(new BrowserId(values.getFirst()))
                : Optional.empty();
    }

    /**
     * The browser of this request, which gets the cookie when it has none yet. Repeated in one request it is the same.
     *
     * @throws IllegalStateException when a cookie is needed and the answer has begun already
     */
    public static BrowserId ensure(HttpServletRequest request, HttpServletResponse response) {
        return read(request).orElseGet(() -> make(request, response));
    }

    private static BrowserId make(HttpServletRequest request, HttpServletResponse response) {
        if (response.isCommitted()) {
            throw new IllegalStateException("the answer has begun; the browser cookie cannot be set any more");
        }
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        String value = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(NAME, value)
                        .path("/")
                        .secure(true)
                        .httpOnly(true)
                        .sameSite("Lax")
                        .maxAge(AGE)
                        .build()
                        .toString());
        BrowserId made = new BrowserId(value);
        request.setAttribute(MADE, made);
        return made;
    }

    private static List<String> values(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? List.of()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(NAME))
                        .map(Cookie::getValue)
                        .toList();
    }
}
