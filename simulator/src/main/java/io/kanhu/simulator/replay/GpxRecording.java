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
    private @Nullable Double latitude;
    private @Nullable Double longitude;
    private @Nullable Instant at;
    private @Nullable Integer heartRate;

    GpxRecording(Path file) {
        this.file = file;
    }

    List<Sample> read(InputStream in) {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        // The file is somebody else's: it must not make us read other files.
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    begin(xml);
                } else if (event == XMLStreamConstants.END_ELEMENT
                        && xml.getLocalName().equals("trkpt")) {
                    samples.add(new Sample(at, heartRate, null, null, latitude, longitude));
                    latitude = null;
                    longitude = null;
                }
            }
            return samples;
        } catch (XMLStreamException | DateTimeException | NumberFormatException e) {
            throw new CannotRun("cannot read " + file + " as GPX: " + e.getMessage());
        }
    }

    private void begin(XMLStreamReader xml) throws XMLStreamException {
        switch (xml.getLocalName()) {
            case "trkpt" -> {
                latitude = Double.valueOf(xml.getAttributeValue(null, "lat"));
                longitude = Double.valueOf(xml.getAttributeValue(null, "lon"));
                at = null;
                heartRate = null;
            }
            case "time" -> {
                if (latitude != null) {
                    at = CsvRecording.parse(xml.getElementText().strip(), ZoneOffset.UTC);
                }
            }
            case "hr" -> {
                if (latitude != null) {
                    heartRate = Integer.valueOf(xml.getElementText().strip());
                }
            }
            default -> {}
        }
    }
}
