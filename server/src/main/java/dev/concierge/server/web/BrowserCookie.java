package dev.concierge.server.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/**
 * The cookie {@code __Host-browser}: 32 random bytes that stand for one browser, signed in or not. Authorization requests and form checks are
 * bound to it (RFC 9700 section 4.7). It names nobody and opens nothing by itself.
 */
@Component
public class BrowserCookie {
    /** The prefix makes browsers refuse it from a sibling domain, without Secure, or for another path (RFC 6265bis section 4.1.3.2). */
    public static final String NAME = "__Host-browser";

    private static final String MADE = BrowserCookie.class.getName();
    private static final int BYTES = 32;
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Duration LIFE = Duration.ofDays(365);

    private final SecureRandom random = new SecureRandom();

    /**
     * The browser of this request; one without a cookie, with a malformed one or with two gets a new one, the same for the whole request.
     */
    public BrowserId ensure(HttpServletRequest request, HttpServletResponse response) {
        return find(request).orElseGet(() -> make(request, response));
    }

    /** The browser of this request; empty without a cookie, with a malformed one or with two. */
    public Optional<BrowserId> find(HttpServletRequest request) {
        if (request.getAttribute(MADE) instanceof BrowserId made) {
            return Optional.of(made);
        }
        Cookie[] cookies = request.getCookies();
        String found = null;
        for (Cookie cookie : cookies == null ? new Cookie[0] : cookies) {
            if (cookie.getName().equals(NAME)) {
                if (found != null) {
                    return Optional.empty();
                }
                found = cookie.getValue();
            }
        }
        return Optional.ofNullable(found)
                .filter(value -> VALUE.matcher(value).matches())
                .map(BrowserId::ofCookie);
    }

    private BrowserId make(HttpServletRequest request, HttpServletResponse response) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String value = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        ResponseCookie cookie = ResponseCookie.from(NAME, value)
                .httpOnly(true)
                .secure(true)
                .sameSite("Lax")
                .path("/")
                .maxAge(LIFE)
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
        BrowserId made = BrowserId.ofCookie(value);
        request.setAttribute(MADE, made);
        return made;
    }
}
