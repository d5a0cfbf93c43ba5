package dev.concierge.server.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.concierge.server.operations.web.ApiDocsView;
import dev.concierge.server.web.PublicUrl;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springdoc.webmvc.api.OpenApiWebMvcResource;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;
import tools.jackson.databind.json.JsonMapper;

/** {@code GET /api/docs}. The document changes with the release only, so the page's model is made once. */
@Controller
class ApiDocsPage {
    private final OpenApiWebMvcResource document;
    private final OpenApiDocs docs;
    private volatile @Nullable ApiDocsView made;

    ApiDocsPage(OpenApiWebMvcResource document, JsonMapper json, PublicUrl publicUrl) {
        this.document = document;
        this.docs = new OpenApiDocs(json, publicUrl.origin());
    }

    @GetMapping("/api/docs")
    ModelAndView page(HttpServletRequest request) throws JsonProcessingException {
        ApiDocsView view = made;
        if (view == null) {
            view = docs.view(document.openapiJson(request, "/api/openapi.json", Locale.ENGLISH));
            made = view;
        }
        return new ModelAndView("operations/api-docs", "view", view);
    }
}
