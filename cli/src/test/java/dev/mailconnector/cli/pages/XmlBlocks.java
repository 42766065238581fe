package dev.mailconnector.cli.pages;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * {@code xml}: parts of a pom.xml, which name artifacts of our BOM in the version of this build.
 */
final class XmlBlocks implements BlockCheck {
  private static final String GROUP = "dev.mailconnector";

  @Override
  public boolean takes(Block block) {
    return block.language().equals("xml");
  }

  @Override
  public List<String> problems(List<Block> blocks) throws Exception {
    Element bom = parsed(Files.readString(Pages.ROOT.resolve("bom/pom.xml"))).getDocumentElement();
    String version = text(bom, "version").get(0);
    Set<String> artifacts = text(bom, "artifactId").stream().collect(Collectors.toSet());
    List<String> problems = new ArrayList<>();
    for (Block block : blocks) {
      try {
        NodeList dependencies =
            parsed("<all>" + block.text() + "</all>").getElementsByTagName("dependency");
        for (int at = 0; at < dependencies.getLength(); at++) {
          check(block, (Element) dependencies.item(at), artifacts, version, problems);
        }
      } catch (SAXException e) {
        problems.add(block.problem(Objects.toString(e.getMessage())));
      }
    }
    return problems;
  }

  private static void check(
      Block block, Element one, Set<String> artifacts, String version, List<String> problems) {
    if (!text(one, "groupId").equals(List.of(GROUP))) {
      return;
    }
    if (!artifacts.containsAll(text(one, "artifactId"))) {
      problems.add(block.problem("the BOM does not have " + text(one, "artifactId")));
    }
    if (!text(one, "version").stream().allMatch(version::equals)) {
      problems.add(block.problem("this is version " + version));
    }
  }

  private static List<String> text(Element parent, String name) {
    NodeList found = parent.getElementsByTagName(name);
    List<String> texts = new ArrayList<>();
    for (int at = 0; at < found.getLength(); at++) {
      texts.add(found.item(at).getTextContent().strip());
    }
    return texts;
  }

  private static Document parsed(String xml)
      throws SAXException, ParserConfigurationException, IOException {
    var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    builder.setErrorHandler(null);
    return builder.parse(new InputSource(new StringReader(xml)));
  }
}
