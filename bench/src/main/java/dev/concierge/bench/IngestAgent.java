package dev.concierge.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Holds a clock to the server's own code that stores a page, while its classes are loaded, in that one process; the program on the disk is the one
 * that is delivered, and has no clock.
 */
public final class IngestAgent implements ClassFileTransformer {
    private static final String SYNC = "dev/concierge/server/sync/";
    private static final ClassDesc CLOCK = ClassDesc.of("dev.concierge.bench.IngestClock");
    private static final MethodTypeDesc NOTHING = MethodTypeDesc.of(ConstantDescs.CD_void);

    /** What is watched. */
    enum Watched {
        /** A whole page: from the items as the stream read them to the commit. */
        STORE("PageStore", "store", "began", "stored"),
        /** The part of it that touches no database: checks, hash, text, words. */
        SORT("PageRows", "sort", "sorting", "sorted");

        private final String owner;
        private final String method;
        private final String begin;
        private final String end;

        Watched(String owner, String method, String begin, String end) {
            this.owner = owner;
            this.method = method;
            this.begin = begin;
            this.end = end;
        }
    }

    private IngestAgent() {}

    /** @param port where {@link IngestClock} listens */
    public static void premain(String port, Instrumentation instrumentation) throws IOException {
        instrumentation.addTransformer(new IngestAgent());
        IngestClock.listen(Integer.parseInt(port));
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        Optional<Watched> watched = Arrays.stream(Watched.values())
                .filter(one -> (SYNC + one.owner).equals(name))
                .findFirst();
        if (watched.isEmpty() || loader == null) {
            return null;
        }
        ClassHierarchyResolver hierarchy =
                ClassHierarchyResolver.ofResourceParsing(loader).orElse(ClassHierarchyResolver.defaultResolver());
        ClassFile format = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(hierarchy));
        return format.transformClass(
                format.parse(bytes),
                ClassTransform.transformingMethods(
                        method -> isIt(watched.get(), method),
                        MethodTransform.transformingCode(new Timed(watched.get()))));
    }

    private static boolean isIt(Watched watched, MethodModel method) {
        boolean it = watched.method.equals(method.methodName().stringValue());
        if (it) {
            IngestClock.found();
        }
        return it;
    }

    /** Tells the clock before everything else, and before each return. */
    private record Timed(Watched watched) implements CodeTransform {
        private static final ClassDesc PAGE = ClassDesc.of("dev.concierge.server.sync.streams.FetchOutcome$Page");
        private static final ClassDesc LIST = ConstantDescs.CD_List;

        @Override
        public void atStart(CodeBuilder code) {
            if (watched == Watched.STORE) {
                code.invokestatic(CLOCK, watched.begin, NOTHING);
            } else {
                code.aload(1)
                        .invokevirtual(PAGE, "items", MethodTypeDesc.of(LIST))
                        .invokestatic(CLOCK, watched.begin, MethodTypeDesc.of(ConstantDescs.CD_void, LIST));
            }
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            if (element instanceof ReturnInstruction) {
                code.invokestatic(CLOCK, watched.end, NOTHING);
            }
            code.with(element);
        }
    }

    /** Packs what the server's process needs. */
    static Path jar(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), IngestAgent.class.getName());
        Path jar = folder.resolve("ingest-agent.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            for (Class<?> type : List.of(
                    IngestAgent.class, Watched.class, Timed.class, IngestClock.class, IngestClock.Running.class)) {
                String entry = type.getName().replace('.', '/') + ".class";
                entries.putNextEntry(new JarEntry(entry));
                try (InputStream in = Objects.requireNonNull(
                        IngestAgent.class.getClassLoader().getResourceAsStream(entry))) {
                    in.transferTo(entries);
                }
            }
        }
        return jar;
    }
}
