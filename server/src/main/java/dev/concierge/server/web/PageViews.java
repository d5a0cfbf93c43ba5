package dev.concierge.server.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ViewResolver;

/**
 * What a page controller may return: the name of a template ({@code integrations/integration}) with the attribute {@code view}, or
 * {@code redirect:} and a path of ours, which becomes 303 See Other (RFC 9110 section 15.4.4), or for htmx {@code HX-Redirect}.
 */
final class PageViews implements ViewResolver, Ordered {
    private static final String REDIRECT = "redirect:";

    private final Templates templates;
    private final Shells shells;

    PageViews(Templates templates, Shells shells) {
        this.templates = templates;
        this.shells = shells;
    }

    @Override
    public View resolveViewName(String name, Locale locale) {
        return name.startsWith(REDIRECT) ? redirect(name.substring(REDIRECT.length())) : page(name);
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    private View page(String name) {
        return new View() {
            @Override
            public void render(@Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
                    throws IOException {
                Object view = model == null ? null : model.get("view");
                if (view == null) {
                    throw new IllegalStateException("The controller of " + name + " gave no view.");
                }
                templates.write(name, view, shells.whole(request), request, response);
            }
        };
    }

    private static View redirect(String path) {
        ReturnPath target = new ReturnPath(path);
        return new View() {
            @Override
            public void render(
                    @Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response) {
                if (Htmx.wantsPart(request)) {
                    Htmx.redirect(response, target.path());
                    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
                } else {
                    response.setHeader(HttpHeaders.LOCATION, target.path());
                    response.setStatus(HttpServletResponse.SC_SEE_OTHER);
                }
            }
        };
    }
}
