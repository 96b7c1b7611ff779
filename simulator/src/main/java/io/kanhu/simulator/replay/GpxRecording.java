package io.kanhu.simulator.replay;

import io.kanhu.simulator.band.CannotRun;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** The track points of a GPX file, with the pulse where an extension has it. */
final class GpxRecording {
    private final Path file;
    private final List<Sample> samples = new ArrayList<>();
    private boolean inPoint;
    private @Nullable Double latitude;
    private @Nullable Double longitude;
    private @Nullable Instant at;
    private @Nullable Integer heartRate;

    GpxRecording(Path file) {
        this.file = file;
    }

    Recording read(InputStream in) {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        // The file is somebody else's: it must not make us read other files.
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            xml.nextTag();
            if (!xml.getLocalName().equals("gpx")) {
                throw new CannotRun(file + " is not GPX: it begins with <" + xml.getLocalName() + ">");
            }
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    begin(xml);
                } else if (event == XMLStreamConstants.END_ELEMENT
                        && xml.getLocalName().equals("trkpt")) {
                    samples.add(new Sample(at, heartRate, null, null, latitude, longitude));
                    inPoint = false;
                }
            }
            return recording();
        } catch (XMLStreamException e) {
            throw new CannotRun("cannot read " + file + " as GPX: " + inOneLine(e));
        }
    }

    private Recording recording() {
        if (samples.isEmpty()) {
            throw new CannotRun(file + " has no track points; routes and waypoints are not played");
        }
        Recording recording = Recording.of(samples, 0);
        if (recording.samples().isEmpty()) {
            throw new CannotRun("none of the " + samples.size() + " track points of " + file
                    + " has both a time and a place; a plan for a walk cannot be played, only a walk");
        }
        return recording;
    }

    private void begin(XMLStreamReader xml) throws XMLStreamException {
        if (xml.getLocalName().equals("trkpt")) {
            inPoint = true;
            latitude = degrees(xml, "lat");
            longitude = degrees(xml, "lon");
            at = null;
            heartRate = null;
        } else if (inPoint && xml.getLocalName().equals("time")) {
            at = time(xml);
        } else if (inPoint && xml.getLocalName().equals("hr")) {
            heartRate = CsvRecording.rounded(number(xml, "hr", xml.getElementText()));
        }
    }

    private @Nullable Double degrees(XMLStreamReader xml, String name) {
        String text = xml.getAttributeValue(null, name);
        return text == null ? null : number(xml, name, text);
    }

    private double number(XMLStreamReader xml, String name, String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw new CannotRun(place(xml) + name + " is no number: " + text.strip());
        }
    }

    private Instant time(XMLStreamReader xml) throws XMLStreamException {
        String text = xml.getElementText().strip();
        try {
            return CsvRecording.parse(text, ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new CannotRun(place(xml) + "this is no time: " + text);
        }
    }

    private String place(XMLStreamReader xml) {
        return file + " line " + xml.getLocation().getLineNumber() + ": ";
    }

    private static String inOneLine(XMLStreamException e) {
        return String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
    }
}
