package io.kanhu.alerting.channel.wecom;

import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** The XML of callbacks: one element with flat ones in it. Nothing outside of it is ever fetched, and it may declare nothing. */
final class WecomXml {
    private WecomXml() {}

    /**
     * The texts of its elements by their names.
     *
     * @throws CallbackRefused if it is none
     */
    static Map<String, String> fields(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            var builder = factory.newDocumentBuilder();
            // Else what is wrong is printed, too.
            builder.setErrorHandler(new DefaultHandler());
            NodeList inner = builder.parse(new InputSource(new StringReader(xml)))
                    .getDocumentElement()
                    .getChildNodes();
            Map<String, String> fields = new HashMap<>();
            for (int i = 0; i < inner.getLength(); i++) {
                if (inner.item(i) instanceof Element element) {
                    fields.put(element.getTagName(), element.getTextContent());
                }
            }
            return fields;
        } catch (SAXException | IOException e) {
            throw new CallbackRefused("it is not the XML of a callback", e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the platform's XML parser can be told to fetch nothing", e);
        }
    }
}
