package dev.concierge.server.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The static files, read once at the start: our own under {@code static/assets} and {@code static/marks}, and htmx from its WebJar. There is
 * no way from an address to a path of the file system: a name is either in this table or it does not exist.
 */
public final class Assets {
    private static final String HTMX = "classpath*:META-INF/resources/webjars/htmx.org/*/dist/htmx.min.js";

    private final Map<String, StaticFile> files;

    private Assets(Map<String, StaticFile> files) {
        this.files = Map.copyOf(files);
    }

    /** @throws IllegalStateException when a file that the pages need is missing from the build */
    public static Assets load() {
        PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver();
        Map<String, StaticFile> files = new HashMap<>();
        try {
            for (String folder : new String[] {"assets", "marks"}) {
                for (Resource resource : resolver.getResources("classpath*:static/" + folder + "/*.*")) {
                    put(files, "/" + folder + "/" + resource.getFilename(), resource);
                }
            }
            for (Resource resource : resolver.getResources(HTMX)) {
                put(files, "/assets/htmx.min.js", resource);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Assets assets = new Assets(files);
        for (String needed :
                new String[] {"/assets/concierge.css", "/assets/concierge.js", "/assets/htmx.min.js", "/marks/icons.svg"
                }) {
            if (assets.find(needed).isEmpty()) {
                throw new IllegalStateException("The build lacks the static file " + needed + ".");
            }
        }
        return assets;
    }

    /** The address of a file with its version, so that browsers may keep it for ever; an unknown one as it is. */
    public String href(String path) {
        StaticFile file = files.get(path);
        return file == null ? path : path + "?v=" + file.version();
    }

    /** The address of an icon of the sprite. */
    public String icon(String name) {
        return href("/marks/icons.svg") + "#i-" + name;
    }

    /** The picture of a provider, or empty when there is none of that name. */
    public Optional<String> mark(Mark mark) {
        String path = "/marks/" + mark.file() + ".svg";
        return mark.file() != null && files.containsKey(path) ? Optional.of(href(path)) : Optional.empty();
    }

    Optional<StaticFile> find(String path) {
        return Optional.ofNullable(files.get(path));
    }

    private static void put(Map<String, StaticFile> files, String path, Resource resource) throws IOException {
        files.put(path, new StaticFile(typeOf(path), resource.getContentAsByteArray()));
    }

    private static String typeOf(String path) {
        String extension = path.substring(path.lastIndexOf('.') + 1);
        return switch (extension) {
            case "css" -> "text/css;charset=UTF-8";
            case "js" -> "text/javascript;charset=UTF-8";
            case "svg" -> "image/svg+xml;charset=UTF-8";
            default -> throw new IllegalStateException("no content type for " + path);
        };
    }
}
