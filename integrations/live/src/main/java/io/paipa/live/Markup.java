package io.paipa.live;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes HTML. All text and all values of attributes are escaped here, and nowhere else, by the
 * JDK's writer of XML. Used by one thread.
 */
final class Markup {
  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  Markup() {
    try {
      // The JDK's own: another one on the class path might shorten <script></script>.
      xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      xml.writeDTD("<!DOCTYPE html>\n");
    } catch (XMLStreamException e) {
      throw impossible(e);
    }
  }

  /**
   * Opens an element.
   *
   * @param attributes name, value, name, value …
   */
  Markup open(String element, String... attributes) {
    try {
      xml.writeStartElement(element);
      write(attributes);
      return this;
    } catch (XMLStreamException e) {
      throw impossible(e);
    }
  }

  /** An element that has no end, such as {@code meta}. */
  Markup empty(String element, String... attributes) {
    try {
      xml.writeEmptyElement(element);
      write(attributes);
      return this;
    } catch (XMLStreamException e) {
      throw impossible(e);
    }
  }

  private void write(String... attributes) throws XMLStreamException {
    for (int i = 0; i < attributes.length; i += 2) {
      xml.writeAttribute(attributes[i], attributes[i + 1]);
    }
  }

  /** Closes the element that was opened last. */
  Markup close() {
    try {
      xml.writeEndElement();
      return this;
    } catch (XMLStreamException e) {
      throw impossible(e);
    }
  }

  Markup text(String words) {
    try {
      xml.writeCharacters(words);
      return this;
    } catch (XMLStreamException e) {
      throw impossible(e);
    }
  }

  /** An element with a text. */
  Markup element(String element, String words, String... attributes) {
    return open(element, attributes).text(words).close();
  }

  Bytes bytes() {
    try {
      xml.flush();
      return Bytes.of(text.toString());
    } catch (XMLStreamException e) {
      throw impossible(e);
    }
  }

  private static IllegalStateException impossible(XMLStreamException e) {
    return new IllegalStateException("a text took no markup", e);
  }
}
