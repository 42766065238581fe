package dev.mailconnector.cli.pages;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Markdown pages of the project and the fenced blocks in them. */
final class Pages {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Set<String> NOT_OURS = Set.of("target", ".git", ".mvn", ".library");
  private static final Pattern OPENING = Pattern.compile("( *)(`{3,})([^`]*)");

  private Pages() {}

  /** All blocks, page by page, each page from its top. */
  static List<Block> blocks() throws IOException {
    List<Path> pages = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return NOT_OURS.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
              pages.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    List<Block> blocks = new ArrayList<>();
    for (Path page : pages.stream().sorted().toList()) {
      blocks.addAll(blocks(ROOT.relativize(page).toString(), Files.readString(page)));
    }
    return blocks;
  }

  static List<Block> blocks(String page, String text) {
    List<Block> blocks = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int at = 0; at < lines.size(); at++) {
      Matcher opening = OPENING.matcher(lines.get(at));
      if (!opening.matches()) {
        continue;
      }
      int line = at + 1;
      StringBuilder inside = new StringBuilder();
      for (at++; at < lines.size() && !lines.get(at).strip().equals(opening.group(2)); at++) {
        inside.append(unindented(lines.get(at), opening.group(1).length())).append('\n');
      }
      String info = opening.group(3).strip();
      blocks.add(
          new Block(
              page,
              line,
              info.isEmpty() ? List.of() : List.of(info.split(" +")),
              inside.toString()));
    }
    return blocks;
  }

  private static String unindented(String line, int spaces) {
    return line.isBlank() ? "" : line.replaceFirst("^ {0," + spaces + "}", "");
  }
}
