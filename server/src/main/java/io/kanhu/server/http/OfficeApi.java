package io.kanhu.server.http;

import io.kanhu.alerting.channel.BandOrders;
import io.kanhu.registry.Scopes;
import io.kanhu.registry.WearerSearch;
import io.kanhu.registry.band.BandDesk;
import io.kanhu.registry.band.BandList;
import io.kanhu.registry.csv.CsvImport;
import io.kanhu.registry.device.DeviceList;
import io.kanhu.registry.enrol.EnrolDesk;
import io.kanhu.registry.place.PlaceImport;
import io.kanhu.registry.place.PlaceList;
import io.kanhu.registry.place.Places;
import io.kanhu.registry.roster.Shifts;
import io.kanhu.registry.roster.Weeks;
import io.kanhu.registry.settlement.Settlement;
import java.time.Clock;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** What the office does with the registry: enrolling, bands, places, shifts, devices, settlements. */
public final class OfficeApi implements Api.Subject {
    private final List<Api.Subject> subjects;

    public OfficeApi(Jdbi jdbi, Clock clock, Places places, BandOrders orders) {
        Audit audit = new Audit(jdbi, clock);
        Scopes scopes = new Scopes(jdbi);
        CsvImport files = new CsvImport(jdbi, clock);
        BandDesk bands = new BandDesk(jdbi, clock);
        BandList list = new BandList(jdbi);
        this.subjects = List.of(
                new ImportsApi(files),
                new EnrolmentsApi(
                        new EnrolDesk(jdbi, files, bands), new WearerSearch(jdbi), list, scopes, audit, clock),
                new BandsApi(bands, list, scopes, audit),
                new DevicesApi(new DeviceList(jdbi, clock), orders, scopes, audit),
                new SettlementApi(new Settlement(jdbi, clock)),
                new ShiftsApi(new Weeks(jdbi), new Shifts(jdbi, clock), scopes, clock),
                new PlacesApi(new PlaceList(jdbi), new PlaceImport(jdbi), places));
    }

    @Override
    public void bind(Operations operations) {
        subjects.forEach(subject -> subject.bind(operations));
    }
}
