package dev.mailconnector.cli.pages;

import java.io.StringReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/** {@code properties simple-java-mail}: each key is one that this library knows. */
final class PeerPropertiesBlocks implements BlockCheck {
  private static final String KEYS = "org.simplejavamail.config.ConfigLoader$Property";

  private final Path peers;

  /** The folder of other libraries' jars. */
  PeerPropertiesBlocks(Path peers) {
    this.peers = peers;
  }

  @Override
  public boolean takes(Block block) {
    return block.language().equals("properties") && block.kind().equals("simple-java-mail");
  }

  @Override
  public List<String> problems(List<Block> blocks) throws Exception {
    Set<String> known = known();
    List<String> problems = new ArrayList<>();
    for (Block block : blocks) {
      Properties properties = new Properties();
      properties.load(new StringReader(block.text()));
      properties.stringPropertyNames().stream()
          .filter(key -> !known.contains(key))
          .forEach(key -> problems.add(block.problem("it does not know " + key)));
    }
    return problems;
  }

  private Set<String> known() throws Exception {
    List<URL> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(peers)) {
      for (Path jar : files.toList()) {
        jars.add(jar.toUri().toURL());
      }
    }
    Set<String> keys = new HashSet<>();
    try (URLClassLoader loader =
        new URLClassLoader(jars.toArray(URL[]::new), PeerPropertiesBlocks.class.getClassLoader())) {
      for (Object key : loader.loadClass(KEYS).getEnumConstants()) {
        keys.add((String) key.getClass().getMethod("key").invoke(key));
      }
    }
    return keys;
  }
}
