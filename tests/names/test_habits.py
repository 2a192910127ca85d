"""Does it read the habits of each language?  Pairs of our own, the same person's and other people's."""

from __future__ import annotations

import pytest

from jisr.names import THRESHOLD, score

Pairs = str  # a pair a line, " | " between the names

SAME: dict[str, Pairs] = {
    "Persian": """
        محمد جواد ظریف | Mohammad Javad Zarif
        قاسم سلیمانی | Ghasem Soleimani
        علی‌اکبر ولایتی | Ali Akbar Velayati
        ابراهیم رئیسی | Ebrahim Raisi
        حسن روحانی | Hassan Rouhani
        محمدباقر قالیباف | Mohammad Bagher Ghalibaf
        غلامعلی حداد عادل | Gholam-Ali Haddad-Adel
        شیرین عبادی | Shirin Ebadi
        مسعود پزشکیان | Masoud Pezeshkian
        سعید جلیلی | Saeed Jalili
        زهرا رهنورد | Zahra Rahnavard
        پرویز مشرف | Parviz Musharraf
        چنگیز جهانگیری | Changiz Jahangiri
        منوچهر متکی | Manouchehr Mottaki
        ژاله آموزگار | Jaleh Amouzgar
        گلشیفته فراهانی | Golshifteh Farahani
        رضا علیزاده | Reza Alizadeh
        وحید حقانیان | Vahid Haghanian
        نوید کرمانی | Navid Kermani
        Eshaq Jahangiri | Is'haq Jahangiri
        Hosein Salami | Hossein Salami
        Gholamhossein Mohseni-Ejei | Gholam Hossein Mohseni Ejei
        """,
    "Kurdish": """
        مسعود بارزانی | Masoud Barzani
        مسعود بارزانی | Mesûd Barzanî
        نێچیرڤان بارزانی | Nechirvan Barzani
        جەلال تاڵەبانی | Jalal Talabani
        بەرهەم ساڵح | Barham Salih
        قوباد تاڵەبانی | Qubad Talabani
        هێرۆ ئیبراهیم ئەحمەد | Hero Ibrahim Ahmed
        مەزڵووم عەبدی | Mazloum Abdi
        نەوشیروان مستەفا | Nawshirwan Mustafa
        کۆسرەت ڕەسوڵ عەلی | Kosrat Rasul Ali
        شێرکۆ بێکەس | Sherko Bekas
        Cemîl Bayik | Cemil Bayik
        Selahattin Demirtaş | Selahaddin Demirtas
        Ehmedê Xanî | Ahmad Khani
        Xelîl Ebdullah | Khalil Abdullah
        Ebdulla Ocelan | Abdullah Öcalan
        Şivan Perwer | Shivan Perwer
        Salih Muslim | Salih Muslum
        روژین محمد | Rojin Muhammad
        سوزان شهاب | Suzan Shahab
        """,
    "Urdu": """
        عمران خان | Imran Khan
        نواز شریف | Nawaz Sharif
        بینظیر بھٹو | Benazir Bhutto
        ذوالفقار علی بھٹو | Zulfikar Ali Bhutto
        ذوالفقار علی بھٹو | Zulfiqar Ali Bhutto
        حافظ محمد سعید | Hafiz Muhammad Saeed
        مولانا مسعود اظہر | Masood Azhar
        شہباز شریف | Shehbaz Sharif
        آصف علی زرداری | Asif Ali Zardari
        شاہ محمود قریشی | Shah Mehmood Qureshi
        ملالہ یوسفزئی | Malala Yousafzai
        عبدالرحمن مکی | Abdul Rehman Makki
        ذکی الرحمن لکھوی | Zaki-ur-Rehman Lakhvi
        داؤد ابراہیم | Dawood Ibrahim
        خواجہ محمد آصف | Khawaja Muhammad Asif
        محمد علی جناح | Mohammad Ali Jinnah
        چوہدری نثار علی خان | Chaudhry Nisar Ali Khan
        مریم نواز | Maryam Nawaz
        راحیل شریف | Raheel Sharif
        Syed Salahuddin | Syed Salah-ud-Din
        Ghulam Rasool | Gulam Rasul
        """,
    "Pashto": """
        حامد کرزی | Hamid Karzai
        اشرف غنی | Ashraf Ghani
        گلبدین حکمتیار | Gulbuddin Hekmatyar
        هبت الله اخوندزاده | Hibatullah Akhundzada
        سراج الدین حقاني | Sirajuddin Haqqani
        ملا عبدالغني برادر | Abdul Ghani Baradar
        جلال الدین حقانی | Jalaluddin Haqqani
        ولی محمد | Wali Mohammad
        عبدالرشید دوستم | Abdul Rashid Dostum
        امیر خان متقي | Amir Khan Muttaqi
        ذبیح الله مجاهد | Zabihullah Mujahid
        شیر محمد عباس ستانکزی | Sher Mohammad Abbas Stanikzai
        خیرالله خیرخواه | Khairullah Khairkhwa
        نورالله نوري | Noorullah Noori
        عبدالحکیم حقاني | Abdul Hakim Haqqani
        زلمی خلیلزاد | Zalmay Khalilzad
        منظور پښتین | Manzoor Pashteen
        ګل آغا شیرزی | Gul Agha Sherzai
        حکمت الله | Hekmatullah
        Walijan Ahmadzai | Wali Jan Ahmadzai
        Fazal Rehman | Fazl ur-Rahman
        """,
    "Turkish": """
        Recep Tayyip Erdoğan | رجب طيب أردوغان
        Recep Tayyip Erdogan | Recep Tayyip Erdoğan
        Abdullah Gül | عبد الله غول
        Ahmet Davutoğlu | أحمد داود أوغلو
        Mevlüt Çavuşoğlu | Mevlut Cavusoglu
        Fethullah Gülen | فتح الله غولن
        Kemal Kılıçdaroğlu | Kemal Kilicdaroglu
        Hakan Fidan | هاكان فيدان
        Mehmet Şimşek | Mehmet Simsek
        Mehmet Yılmaz | Muhammad Yilmaz
        Süleyman Soylu | سليمان صويلو
        Hulusi Akar | خلوصي أكار
        Necmettin Erbakan | نجم الدين أربكان
        Cemal Gürsel | Jamal Gursel
        Hüseyin Çelik | Huseyin Celik
        İbrahim Kalın | إبراهيم قالن
        Numan Kurtulmuş | نعمان كورتولموش
        Ömer Çelik | عمر جليك
        Yusuf İslam | يوسف إسلام
        Binali Yıldırım | Binali Yildirim
        IŞIL ÇELİK | Işıl Çelik
        """,
    "French": """
        عبد العزيز بوتفليقة | Abdelaziz Bouteflika
        جمال بلماضي | Djamel Belmadi
        شكيب خليل | Chakib Khelil
        الحبيب بورقيبة | Habib Bourguiba
        زين العابدين بن علي | Zine El Abidine Ben Ali
        الباجي قائد السبسي | Béji Caïd Essebsi
        رشيد طه | Rachid Taha
        يوسف الشاهد | Youssef Chahed
        سيف الله بن حسين | Seifallah Ben Hassine
        محمد ولد عبد العزيز | Mohamed Ould Abdel Aziz
        عبد الإله بنكيران | Abdelilah Benkirane
        سعد الدين العثماني | Saadeddine El Othmani
        فؤاد عالي الهمة | Fouad Ali El Himma
        خالد مشعل | Khaled Mechaal
        عبد المجيد تبون | Abdelmadjid Tebboune
        أحمد قايد صالح | Ahmed Gaïd Salah
        نور الدين بدوي | Noureddine Bedoui
        العربي بن مهيدي | Larbi Ben M'hidi
        المختار بلمختار | Mokhtar Belmokhtar
        هشام جعيط | Hichem Djaït
        Cheikh Yassine | شيخ ياسين
        """,
}
OTHER: dict[str, Pairs] = {
    "Persian": """
        محمد جواد ظریف | Mohammad Javad Azari
        قاسم سلیمانی | Ghasem Rezaei
        علی اکبر ولایتی | Ali Asghar Velayati
        حسن روحانی | Hossein Rouhani
        رضا علیزاده | Reza Alavi
        مسعود پزشکیان | Masoud Rajavi
        سعید جلیلی | Saeed Mortazavi
        زهرا رهنورد | Zahra Rahimi
        منوچهر متکی | Manouchehr Ganji
        نوید کرمانی | Navid Afkari
        پرویز مشرف | Parviz Davoodi
        وحید حقانیان | Vahid Online
        محمد رضا نقدی | Mohammad Ali Jafari
        احمد وحیدی | Ahmad Vahid Dastjerdi
        شیرین عبادی | Shirin Neshat
        ابراهیم رئیسی | Ebrahim Yazdi
        Hosein Salami | Hasan Salami
        Majid Alizadeh | Hamid Alizadeh
        Mohsen Rezai | Mohsen Razavi
        Ali Larijani | Sadegh Larijani
        """,
    "Kurdish": """
        مسعود بارزانی | Nechirvan Barzani
        مسعود بارزانی | Mustafa Barzani
        جەلال تاڵەبانی | Bafel Talabani
        قوباد تاڵەبانی | Jalal Talabani
        بەرهەم ساڵح | Barham Ahmed
        مەزڵووم عەبدی | Mazloum Ahmed
        نەوشیروان مستەفا | Nawshirwan Barzani
        کۆسرەت ڕەسوڵ عەلی | Kosrat Ahmed Ali
        شێرکۆ بێکەس | Sherko Barzani
        Cemîl Bayik | Cemal Bayik
        Selahattin Demirtaş | Selahattin Demir
        Xelîl Ebdullah | Xalid Ebdullah
        Şivan Perwer | Shirin Perwer
        Salih Muslim | Salih Mustafa
        روژین محمد | Rozhan Ahmad
        سوزان شهاب | Sozan Salih
        هێرۆ ئیبراهیم ئەحمەد | Hero Ibrahim Salih
        Masrour Barzani | Mansour Barzani
        Ebdulla Ocelan | Osman Ocalan
        Karim Sinjari | Kamal Kirkuki
        """,
    "Urdu": """
        عمران خان | Kamran Khan
        نواز شریف | Shehbaz Sharif
        شہباز شریف | Hamza Shehbaz
        بینظیر بھٹو | Bilawal Bhutto
        ذوالفقار علی بھٹو | Zulfikar Ali Khan
        حافظ محمد سعید | Hafiz Muhammad Tahir
        مولانا مسعود اظہر | Masood Khan
        آصف علی زرداری | Asif Ali Khan
        شاہ محمود قریشی | Shah Ahmad Qureshi
        ملالہ یوسفزئی | Ziauddin Yousafzai
        عبدالرحمن مکی | Abdul Rahim Makki
        ذکی الرحمن لکھوی | Fazl-ur-Rehman Lakhvi
        داؤد ابراہیم | Dawood Ismail
        خواجہ محمد آصف | Khawaja Saad Rafique
        محمد علی جناح | Fatima Jinnah
        مریم نواز | Maryam Riaz
        راحیل شریف | Suhail Sharif
        Syed Salahuddin | Syed Shahabuddin
        Ghulam Rasool | Ghulam Rabbani
        Tariq Aziz | Tariq Azam
        """,
    "Pashto": """
        حامد کرزی | Ahmad Wali Karzai
        اشرف غنی | Ashraf Ghafuri
        گلبدین حکمتیار | Habibuddin Hekmatyar
        هبت الله اخوندزاده | Rahmatullah Akhundzada
        سراج الدین حقاني | Jalaluddin Haqqani
        سراج الدین حقاني | Badruddin Haqqani
        ملا عبدالغني برادر | Abdul Ghani Khan
        ولی محمد | Wali Jan
        عبدالرشید دوستم | Abdul Rashid Baluch
        امیر خان متقي | Amir Khan Haqqani
        ذبیح الله مجاهد | Zabihullah Hamidi
        خیرالله خیرخواه | Khairullah Barakzai
        نورالله نوري | Noorullah Agha
        عبدالحکیم حقاني | Abdul Halim Haqqani
        زلمی خلیلزاد | Zalmay Rassoul
        منظور پښتین | Manzoor Ahmad
        ګل آغا شیرزی | Gul Agha Ishakzai
        حکمت الله | Hashmatullah
        Abdul Manan Nyazi | Abdul Manan Agha
        Fazal Rehman | Fazal Rabi
        """,
    "Turkish": """
        Recep Tayyip Erdoğan | Bilal Erdoğan
        Abdullah Gül | Abdullah Gülen
        Ahmet Davutoğlu | Ahmet Çavuşoğlu
        Mevlüt Çavuşoğlu | Mehmet Çavuşoğlu
        Fethullah Gülen | Fethi Gülen
        Kemal Kılıçdaroğlu | Cemal Kılıçdaroğlu
        Hakan Fidan | Hasan Fidan
        Mehmet Şimşek | Mehmet Aydın
        Mehmet Yılmaz | Mesut Yılmaz
        Süleyman Soylu | سليمان ديميرل
        Hulusi Akar | Hulusi Sayın
        Necmettin Erbakan | نجم الدين أوزتورك
        Hüseyin Çelik | Hasan Çelik
        İbrahim Kalın | İsmail Kalın
        Ömer Çelik | Osman Çelik
        Yusuf İslam | Yunus İslam
        Binali Yıldırım | Ali Yıldırım
        Ali Babacan | علي باباأوغلو
        Murat Karayılan | Mustafa Karayılan
        Cemal Gürsel | Cemal Gürses
        """,
    "French": """
        عبد العزيز بوتفليقة | Saïd Bouteflika
        جمال بلماضي | Djamel Belkacem
        شكيب خليل | Chakib Benmoussa
        الحبيب بورقيبة | Habib Bouguerra
        زين العابدين بن علي | Zine El Abidine Ben Romdhane
        الباجي قائد السبسي | Hafedh Caïd Essebsi
        رشيد طه | Rachid Taleb
        يوسف الشاهد | Youssef Chahine
        سيف الله بن حسين | Seifallah Ben Omar
        محمد ولد عبد العزيز | Mohamed Ould Abdallah
        عبد الإله بنكيران | Abdelhak Benkirane
        سعد الدين العثماني | Noureddine El Othmani
        خالد مشعل | Khaled Mechri
        عبد المجيد تبون | Abdelaziz Tebboune
        أحمد قايد صالح | Ahmed Gaïd Tahar
        نور الدين بدوي | Noureddine Boukrouh
        المختار بلمختار | Mokhtar Belkacem
        هشام جعيط | Hichem Mechichi
        Djamel Beghal | Kamel Beghal
        Nessim Ben Ali | Nessim Ben Romdhane
        """,
}


def pairs(table: dict[str, Pairs]) -> list[tuple[str, str, str]]:
    """(language, a name, the other)."""
    rows = [(language, line) for language, text in table.items() for line in text.strip().splitlines()]
    return [(language, *map(str.strip, line.split("|"))) for language, line in rows]  # type: ignore[misc]


@pytest.mark.parametrize("language", SAME)
def test_the_habits_of_a_language(language: str) -> None:
    found = {"same": 0, "other": 0}
    for _language, left, right in pairs({language: SAME[language]}):
        found["same"] += score(left, right) >= THRESHOLD
    for _language, left, right in pairs({language: OTHER[language]}):
        found["other"] += score(left, right) < THRESHOLD
    of = {"same": len(pairs({language: SAME[language]})), "other": len(pairs({language: OTHER[language]}))}
    assert min(of.values()) >= 20
    assert found["same"] >= 0.94 * of["same"]
    assert found["other"] >= 0.94 * of["other"]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("عبد الله النعيمي", "Abdullah Alnaimi"),
        ("Abdullah Al Naimi", "Abdullah Alnaimi"),
        ("محمود السيد", "Mahmoud Elsayed"),
        ("خالد العتيبي", "Khalid Alotaibi"),
        ("محمد الأحمد", "Mohamad Alahmad"),
        ("عبد الإله بنكيران", "Abdelilah Benkirane"),
        ("نجم الدين أربكان", "Necmettin Erbakan"),
        ("KIM, Jong Chol", "Kim Chong-chol"),
        ("Barack Obama", "バラク・オバマ"),
        ("アンナ・タナカ", "Anna Tanaka"),
    ],
)
def test_joined_articles_and_other_scripts(left: str, right: str) -> None:
    assert score(left, right) >= THRESHOLD


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Madeleine Albright", "Madeleine Bright"),
        ("Robert Altman", "Robert Tman"),
        ("Elmira Hasanova", "Mira Hasanova"),
        ("Reza Alizadeh", "Reza Izadeh"),
        ("Kim Myong-sik", "Kim Pyong-sik"),
        ("Benjamin Salah", "Jamin Salah"),
    ],
)
def test_no_article_is_taken_from_another_name(left: str, right: str) -> None:
    assert score(left, right) < THRESHOLD
